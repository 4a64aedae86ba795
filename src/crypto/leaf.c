/* SPDX-License-Identifier: MIT */
/*
 * A walk over the DER of RFC 5280 §4.1: each part is a span of the bytes, and
 * what is not asked for is stepped over unread.
 */
#include "crypto/leaf.h"

#include "crypto/cert_private.h"

#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>

#define CERT_DER_MAX 65536
#define SEQUENCE     (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define EXPLICIT(n) \
	(MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED | (n))
#define TAG_DNS_NAME (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2)

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))
#define OID(text)   ACME_SPAN(text)

struct leaf {
	struct acme_buf der;
	unsigned int n_certs; /* in the text */
	struct acme_span serial, issuer, key_kind, key_curve, key;
	struct acme_span names; /* GeneralNames, or empty */
	int64_t not_before_s, not_after_s;
};

/* The next value of ${from}, which is stepped over; false: not of this tag. */
static bool
next(struct acme_span *from, int tag, struct acme_span *value)
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

	return next(from, tag, &value);
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

	if (!next(from,
		  is_short ? MBEDTLS_ASN1_UTC_TIME
			   : MBEDTLS_ASN1_GENERALIZED_TIME,
		  &text) ||
	    (!is_short && !two_digits(&text, &century)))
		return false;
	for (i = 0; i < N_OF(part); i++)
		if (!two_digits(&text, &part[i]))
			return false;
	if (is_short)
		century = part[0] < 50 ? 20 : 19;
	*at_s = acme_cert_days(century * 100 + part[0], part[1], part[2]) *
			86400 +
		(part[3] * 60 + part[4]) * 60 + part[5];
	return true;
}

static bool
read_validity(struct acme_span *tbs, struct leaf *leaf)
{
	struct acme_span validity;

	return next(tbs, SEQUENCE, &validity) &&
	       read_time(&validity, &leaf->not_before_s) &&
	       read_time(&validity, &leaf->not_after_s);
}

static bool
read_key(struct acme_span *tbs, struct leaf *leaf)
{
	struct acme_span info, kind;

	if (!next(tbs, SEQUENCE, &info) || !next(&info, SEQUENCE, &kind) ||
	    !next(&kind, MBEDTLS_ASN1_OID, &leaf->key_kind) ||
	    !next(&info, MBEDTLS_ASN1_BIT_STRING, &leaf->key))
		return false;
	if (tag_of(kind) == MBEDTLS_ASN1_OID)
		(void)next(&kind, MBEDTLS_ASN1_OID, &leaf->key_curve);
	return true;
}

static bool
read_extension(struct acme_span extension, struct leaf *leaf)
{
	struct acme_span id, value;

	if (!next(&extension, MBEDTLS_ASN1_OID, &id))
		return false;
	skip_if(&extension, MBEDTLS_ASN1_BOOLEAN);
	if (!next(&extension, MBEDTLS_ASN1_OCTET_STRING, &value))
		return false;
	return !acme_span_equal(id, OID(MBEDTLS_OID_SUBJECT_ALT_NAME)) ||
	       next(&value, SEQUENCE, &leaf->names);
}

static bool
read_extensions(struct acme_span *tbs, struct leaf *leaf)
{
	struct acme_span outer, all, each;

	skip_if(tbs, MBEDTLS_ASN1_CONTEXT_SPECIFIC | 1); /* unique ids */
	skip_if(tbs, MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2);
	if (tag_of(*tbs) != EXPLICIT(3))
		return true;
	if (!next(tbs, EXPLICIT(3), &outer) || !next(&outer, SEQUENCE, &all))
		return false;
	while (all.len)
		if (!next(&all, SEQUENCE, &each) || !read_extension(each, leaf))
			return false;
	return true;
}

/* What follows the first SEQUENCE, such as OpenSSL's words of trust, is not
 * the certificate. */
static bool
walk(struct leaf *leaf)
{
	struct acme_span text = acme_buf_span(&leaf->der), cert, tbs;

	if (!next(&text, SEQUENCE, &cert) || !next(&cert, SEQUENCE, &tbs))
		return false;
	skip_if(&tbs, EXPLICIT(0));
	return next(&tbs, MBEDTLS_ASN1_INTEGER, &leaf->serial) &&
	       skip(&tbs, SEQUENCE) && next(&tbs, SEQUENCE, &leaf->issuer) &&
	       read_validity(&tbs, leaf) && skip(&tbs, SEQUENCE) &&
	       read_key(&tbs, leaf) && read_extensions(&tbs, leaf);
}

static enum acme_err
take_block(void *arg, const struct acme_pem_block *block,
	   struct acme_fault *fault)
{
	struct leaf *leaf = arg;

	if (!acme_cert_is_block(block) || leaf->n_certs++)
		return ACME_OK;
	return acme_pem_decode(block, &leaf->der, fault);
}

/* Clear leaf->der in any case. */
static enum acme_err
read(struct acme_span pem_or_der, struct leaf *leaf, struct acme_fault *fault)
{
	enum acme_err err;

	*leaf = (struct leaf){ .der = ACME_BUF_INIT(CERT_DER_MAX) };
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

/* The common name, cut, with nothing that a terminal obeys. */
static void
write_issuer(struct acme_span issuer, char *out)
{
	struct acme_span set, pair, id, text = acme_span(NULL, 0);
	size_t i;

	while (next(&issuer, MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SET, &set))
		if (next(&set, SEQUENCE, &pair) &&
		    next(&pair, MBEDTLS_ASN1_OID, &id) &&
		    acme_span_equal(id, OID(MBEDTLS_OID_AT_CN)) &&
		    next(&pair, tag_of(pair), &text))
			break;
	for (i = 0; i < text.len && i < ACME_ISSUER_MAX - 1; i++)
		*out++ = (char)(text.data[i] < ' ' || text.data[i] > '~'
					? '?'
					: text.data[i]);
	*out = '\0';
}

/* DNS names only; false at the end. */
static bool
next_name(struct acme_span *names, struct acme_span *name)
{
	int tag;

	do {
		tag = tag_of(*names);
		if (!next(names, tag, name))
			return false;
	} while (tag != TAG_DNS_NAME);
	return true;
}

static enum acme_err
describe(const struct leaf *leaf, struct acme_cert_info *info,
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
	while (next_name(&names, &name))
		found.n_names++;
	*info = found;
	return ACME_OK;
}

enum acme_err
acme_leaf_info(struct acme_span pem_or_der, struct acme_cert_info *info,
	       struct acme_fault *fault)
{
	struct leaf leaf;
	enum acme_err err = read(pem_or_der, &leaf, fault);

	if (!err)
		err = describe(&leaf, info, fault);
	acme_buf_clear(&leaf.der);
	return err;
}

enum acme_err
acme_leaf_names(struct acme_span pem_or_der, struct acme_buf *names,
		struct acme_fault *fault)
{
	struct leaf leaf;
	struct acme_span name;
	enum acme_err err = read(pem_or_der, &leaf, fault);
	const char *comma = "";

	while (!err && next_name(&leaf.names, &name)) {
		err = acme_buf_addf(names, "%s%.*s", comma, (int)name.len,
				    name.data);
		comma = ", ";
	}
	acme_buf_clear(&leaf.der);
	return err;
}

/* As RFC 9525 §6.3 has it: the star is the whole first label. */
static bool
is_for(struct acme_span name, struct acme_span wanted)
{
	const char *dot = memchr(wanted.data, '.', wanted.len);

	if (name.len > 2 && name.data[0] == '*' && name.data[1] == '.' && dot) {
		name = acme_span(name.data + 1, name.len - 1);
		wanted = acme_span(dot,
				   wanted.len - (size_t)(dot - wanted.data));
	}
	return acme_span_equal_nocase(name, wanted);
}

static bool
has_name(const struct leaf *leaf, const char *wanted)
{
	struct acme_span names = leaf->names, name;

	while (next_name(&names, &name))
		if (is_for(name, acme_span_str(wanted)))
			return true;
	return false;
}

/* Bits of the modulus; BIT STRING, SEQUENCE, INTEGER (RFC 3279 §2.3.1). */
static size_t
rsa_bits(struct acme_span key)
{
	struct acme_span parts, modulus;

	if (!key.len || key.data[0])
		return 0;
	key = acme_span(key.data + 1, key.len - 1);
	if (!next(&key, SEQUENCE, &parts) ||
	    !next(&parts, MBEDTLS_ASN1_INTEGER, &modulus) || !modulus.len)
		return 0;
	return (modulus.len - !modulus.data[0]) * 8;
}

static enum acme_key_type
key_type(const struct leaf *leaf)
{
	static const struct {
		size_t bits;
		enum acme_key_type type;
	} rsa[] = { { 2048, ACME_KEY_RSA2048 },
		    { 3072, ACME_KEY_RSA3072 },
		    { 4096, ACME_KEY_RSA4096 } };
	size_t i, bits;

	if (acme_span_equal(leaf->key_kind,
			    OID(MBEDTLS_OID_EC_ALG_UNRESTRICTED))) {
		if (acme_span_equal(leaf->key_curve,
				    OID(MBEDTLS_OID_EC_GRP_SECP256R1)))
			return ACME_KEY_P256;
		if (acme_span_equal(leaf->key_curve,
				    OID(MBEDTLS_OID_EC_GRP_SECP384R1)))
			return ACME_KEY_P384;
	}
	bits = acme_span_equal(leaf->key_kind, OID(MBEDTLS_OID_PKCS1_RSA))
		       ? rsa_bits(leaf->key)
		       : 0;
	for (i = 0; i < N_OF(rsa); i++)
		if (rsa[i].bits == bits)
			return rsa[i].type;
	return ACME_KEY__MAX;
}

static enum acme_err
check_fits(const struct leaf *leaf, const char *const *names, size_t n_names,
	   enum acme_key_type type, struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < n_names; i++)
		if (!has_name(leaf, names[i]))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "it is not for %s", names[i]);
	if (type != ACME_KEY__MAX && key_type(leaf) != type)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "its key is not of type %s",
				      acme_key_type_name(type));
	return ACME_OK;
}

enum acme_err
acme_leaf_fits(struct acme_span pem_or_der, const char *const *names,
	       size_t n_names, enum acme_key_type type,
	       struct acme_fault *fault)
{
	struct leaf leaf;
	enum acme_err err = read(pem_or_der, &leaf, fault);

	if (!err)
		err = check_fits(&leaf, names, n_names, type, fault);
	acme_buf_clear(&leaf.der);
	return err;
}
