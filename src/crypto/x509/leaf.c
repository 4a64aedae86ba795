/* SPDX-License-Identifier: MIT */
/*
 * This goes through the DER of RFC 5280 §4.1: each part is a span of the bytes,
 * and what is not asked for is stepped over unread.
 */
#include "crypto/x509/leaf.h"

#include "base/limits.h"
#include "crypto/x509/leaf_private.h"

#define EXPLICIT(n) \
	(MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED | (n))
#define FIRST_OF_1900 50 /* a year of two digits: 1950 to 2049 */
#define TAG_DNS_NAME  (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2)

bool
acme_leaf_next(struct acme_span *from, int tag, struct acme_span *value)
{
	unsigned char *at = (unsigned char *)acme_span_bytes(*from);
	const unsigned char *end = at + from->len;
	size_t len;

	if (!from->len || mbedtls_asn1_get_tag(&at, end, &len, tag))
		return false;
	*value = acme_span(at, len);
	at += len;
	*from = acme_span(at, (size_t)(end - at));
	return true;
}

static int
tag_of(struct acme_span from)
{
	return from.len ? acme_span_bytes(from)[0] : -1;
}

static bool
skip(struct acme_span *from, int tag)
{
	struct acme_span value;

	return acme_leaf_next(from, tag, &value);
}

static void
skip_if(struct acme_span *from, int tag)
{
	if (tag_of(*from) == tag)
		(void)skip(from, tag);
}

static bool
two_digits(struct acme_span *text, int64_t *number)
{
	if (text->len < 2 || text->data[0] < '0' || text->data[0] > '9' ||
	    text->data[1] < '0' || text->data[1] > '9')
		return false;
	*number = (text->data[0] - '0') * 10 + (text->data[1] - '0');
	*text = acme_span(text->data + 2, text->len - 2);
	return true;
}

/* UTCTime is of 1950 to 2049, GeneralizedTime has all four digits. */
static bool
read_time(struct acme_span *from, int64_t *at_s)
{
	bool is_short = tag_of(*from) == MBEDTLS_ASN1_UTC_TIME;
	struct acme_span text;
	int64_t part[6] = { 0 }, century = 0;
	size_t i;

	if (!acme_leaf_next(from,
			    is_short ? MBEDTLS_ASN1_UTC_TIME
				     : MBEDTLS_ASN1_GENERALIZED_TIME,
			    &text) ||
	    (!is_short && !two_digits(&text, &century)))
		return false;
	for (i = 0; i < sizeof(part) / sizeof(*part); i++)
		if (!two_digits(&text, &part[i]))
			return false;
	if (is_short)
		century = part[0] < FIRST_OF_1900 ? 20 : 19;
	*at_s = acme_cert_days(century * 100 + part[0], part[1], part[2]) *
			86400 +
		(part[3] * 60 + part[4]) * 60 + part[5];
	return true;
}

static bool
read_validity(struct acme_span *tbs, struct acme_leaf *leaf)
{
	struct acme_span validity;

	return acme_leaf_next(tbs, ACME_LEAF_SEQUENCE, &validity) &&
	       read_time(&validity, &leaf->not_before_s) &&
	       read_time(&validity, &leaf->not_after_s);
}

static bool
read_key(struct acme_span *tbs, struct acme_leaf *leaf)
{
	struct acme_span info, kind;

	if (!acme_leaf_next(tbs, ACME_LEAF_SEQUENCE, &info) ||
	    !acme_leaf_next(&info, ACME_LEAF_SEQUENCE, &kind) ||
	    !acme_leaf_next(&kind, MBEDTLS_ASN1_OID, &leaf->key_kind) ||
	    !acme_leaf_next(&info, MBEDTLS_ASN1_BIT_STRING, &leaf->key))
		return false;
	if (tag_of(kind) == MBEDTLS_ASN1_OID)
		(void)acme_leaf_next(&kind, MBEDTLS_ASN1_OID, &leaf->key_curve);
	return true;
}

static bool
read_extension(struct acme_span extension, struct acme_leaf *leaf)
{
	struct acme_span id, value;

	if (!acme_leaf_next(&extension, MBEDTLS_ASN1_OID, &id))
		return false;
	skip_if(&extension, MBEDTLS_ASN1_BOOLEAN);
	if (!acme_leaf_next(&extension, MBEDTLS_ASN1_OCTET_STRING, &value))
		return false;
	if (acme_span_equal(id, ACME_SPAN(MBEDTLS_OID_SUBJECT_ALT_NAME)))
		return acme_leaf_next(&value, ACME_LEAF_SEQUENCE, &leaf->names);
	if (acme_span_equal(id, ACME_SPAN(MBEDTLS_OID_KEY_USAGE)))
		(void)acme_leaf_next(&value, MBEDTLS_ASN1_BIT_STRING,
				     &leaf->usage);
	if (acme_span_equal(id, ACME_SPAN(MBEDTLS_OID_EXTENDED_KEY_USAGE)))
		(void)acme_leaf_next(&value, ACME_LEAF_SEQUENCE,
				     &leaf->purposes);
	return true;
}

static bool
read_extensions(struct acme_span *tbs, struct acme_leaf *leaf)
{
	struct acme_span outer, all, each;

	skip_if(tbs, MBEDTLS_ASN1_CONTEXT_SPECIFIC | 1); /* unique ids */
	skip_if(tbs, MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2);
	if (tag_of(*tbs) != EXPLICIT(3))
		return true;
	if (!acme_leaf_next(tbs, EXPLICIT(3), &outer) ||
	    !acme_leaf_next(&outer, ACME_LEAF_SEQUENCE, &all))
		return false;
	while (all.len)
		if (!acme_leaf_next(&all, ACME_LEAF_SEQUENCE, &each) ||
		    !read_extension(each, leaf))
			return false;
	return true;
}

/* What follows the first SEQUENCE, such as OpenSSL's words of trust, is not
 * the certificate. */
static bool
walk(struct acme_leaf *leaf)
{
	struct acme_span text = acme_buf_span(&leaf->der), cert, tbs;

	if (!acme_leaf_next(&text, ACME_LEAF_SEQUENCE, &cert) ||
	    !acme_leaf_next(&cert, ACME_LEAF_SEQUENCE, &tbs))
		return false;
	skip_if(&tbs, EXPLICIT(0));
	return acme_leaf_next(&tbs, MBEDTLS_ASN1_INTEGER, &leaf->serial) &&
	       skip(&tbs, ACME_LEAF_SEQUENCE) &&
	       acme_leaf_next(&tbs, ACME_LEAF_SEQUENCE, &leaf->issuer) &&
	       read_validity(&tbs, leaf) &&
	       acme_leaf_next(&tbs, ACME_LEAF_SEQUENCE, &leaf->subject) &&
	       read_key(&tbs, leaf) && read_extensions(&tbs, leaf);
}

static enum acme_err
take_block(void *arg, const struct acme_pem_block *block,
	   struct acme_fault *fault)
{
	struct acme_leaf *leaf = arg;

	if (!acme_cert_is_block(block) || leaf->n_certs++)
		return ACME_OK;
	return acme_pem_decode(block, &leaf->der, fault);
}

enum acme_err
acme_leaf_read(struct acme_span pem_or_der, struct acme_leaf *leaf,
	       struct acme_fault *fault)
{
	enum acme_err err;

	*leaf = (struct acme_leaf){ .der = ACME_BUF_INIT(ACME_CERT_DER_MAX) };
	if (acme_cert_is_der(pem_or_der)) {
		leaf->n_certs = 1;
		err = acme_buf_add(&leaf->der, pem_or_der);
	} else {
		err = acme_pem_each(pem_or_der, take_block, leaf, fault);
		if (!err && !leaf->n_certs)
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "there is no certificate in it");
	}
	if (err)
		return err;
	return walk(leaf) ? ACME_OK
			  : acme_fault_set(fault, ACME_ERR_INVALID,
					   "certificate: it is not as RFC 5280 "
					   "has it");
}

static void
write_issuer(struct acme_span issuer, char out[ACME_ISSUER_MAX])
{
	struct acme_span set, pair, id, text = acme_span(NULL, 0);

	while (acme_leaf_next(
		&issuer, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SET, &set))
		if (acme_leaf_next(&set, ACME_LEAF_SEQUENCE, &pair) &&
		    acme_leaf_next(&pair, MBEDTLS_ASN1_OID, &id) &&
		    acme_span_equal(id, ACME_SPAN(MBEDTLS_OID_AT_CN)) &&
		    acme_leaf_next(&pair, tag_of(pair), &text))
			break;
	acme_cert_issuer_text(text, out);
}

bool
acme_leaf_next_name(struct acme_span *names, struct acme_span *name)
{
	int tag;

	do {
		tag = tag_of(*names);
		if (!acme_leaf_next(names, tag, name))
			return false;
	} while (tag != TAG_DNS_NAME);
	return true;
}

static enum acme_err
describe(const struct acme_leaf *leaf, struct acme_cert_info *info,
	 struct acme_fault *fault)
{
	struct acme_cert_info found = {
		.not_before_s = leaf->not_before_s,
		.not_after_s = leaf->not_after_s,
		.n_certs = leaf->n_certs,
	};
	struct acme_span names = leaf->names, name;

	if (!acme_cert_serial_hex(leaf->serial, found.serial))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "certificate: its serial number is of "
				      "%zu octets",
				      leaf->serial.len);
	write_issuer(leaf->issuer, found.issuer);
	while (acme_leaf_next_name(&names, &name))
		found.n_names++;
	*info = found;
	return ACME_OK;
}

enum acme_err
acme_leaf_info(struct acme_span pem_or_der, struct acme_cert_info *info,
	       struct acme_fault *fault)
{
	struct acme_leaf leaf;
	enum acme_err err = acme_leaf_read(pem_or_der, &leaf, fault);

	if (!err)
		err = describe(&leaf, info, fault);
	acme_buf_clear(&leaf.der);
	return err;
}

enum acme_err
acme_leaf_names(struct acme_span pem_or_der, struct acme_buf *names,
		struct acme_fault *fault)
{
	struct acme_leaf leaf;
	struct acme_span name;
	enum acme_err err = acme_leaf_read(pem_or_der, &leaf, fault);
	const char *comma = "";

	while (!err && acme_leaf_next_name(&leaf.names, &name)) {
		err = acme_buf_addf(names, "%s%.*s", comma, (int)name.len,
				    name.data);
		comma = ", ";
	}
	acme_buf_clear(&leaf.der);
	return err;
}
