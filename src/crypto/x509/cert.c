/* SPDX-License-Identifier: MIT */
/*
 * This reads one certificate.  Its bytes are untrusted: what is taken from them
 * is checked for its length, and made printable where people read it.
 */
#include "crypto/x509/cert.h"

#include "base/limits.h"
#include "crypto/x509/cert_private.h"
#include "crypto/x509/extension.h"

#include <mbedtls/oid.h>

/* [2] IA5String, of GeneralName (RFC 5280 §4.2.1.6) */
#define TAG_DNS_NAME (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2)

/* OpenSSL's, with words on what it is trusted for behind it. */
static const struct acme_span trusted = { "TRUSTED CERTIFICATE", 19 };

enum acme_err
acme_cert_parse(struct acme_span der, mbedtls_x509_crt *crt,
		struct acme_fault *fault)
{
	int rc = acme_compat_parse_crt(crt, der, acme_extension_accept);

	if (rc)
		return acme_compat_fault(fault, ACME_ERR_INVALID, rc,
					 "certificate");
	if (crt->raw.len != der.len)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "certificate: bytes after its end");
	return ACME_OK;
}

bool
acme_cert_is_block(const struct acme_pem_block *block)
{
	return acme_span_equal(block->label, ACME_SPAN("CERTIFICATE")) ||
	       acme_span_equal(block->label, ACME_SPAN("X509 CERTIFICATE")) ||
	       acme_span_equal(block->label, trusted);
}

enum acme_err
acme_cert_decode(const struct acme_pem_block *block, struct acme_buf *der,
		 size_t *len, struct acme_fault *fault)
{
	size_t from = der->len, content_len;
	enum acme_err err = acme_pem_decode(block, der, fault);
	unsigned char *begin, *at;

	if (err)
		return err;
	*len = der->len - from;
	begin = at = (unsigned char *)der->data + from;
	if (acme_span_equal(block->label, trusted) &&
	    !mbedtls_asn1_get_tag(&at, begin + *len, &content_len,
				  MBEDTLS_ASN1_CONSTRUCTED |
					  MBEDTLS_ASN1_SEQUENCE))
		*len = (size_t)(at - begin) + content_len;
	return ACME_OK;
}

static enum acme_err
parse_block(const struct acme_pem_block *block, mbedtls_x509_crt *crt,
	    struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(ACME_CERT_DER_MAX);
	enum acme_err err;
	size_t len;

	err = acme_cert_decode(block, &der, &len, fault);
	if (!err) {
		err = acme_cert_parse(acme_span(der.data, len), crt, fault);
		if (err)
			acme_fault_in(fault, err, "line %u", block->line);
	}
	acme_buf_clear(&der);
	return err;
}

const mbedtls_x509_sequence *
acme_cert_first_name(const mbedtls_x509_crt *crt)
{
	return crt->subject_alt_names.buf.p ? &crt->subject_alt_names : NULL;
}

struct acme_span
acme_cert_dns_name(const mbedtls_x509_sequence *at)
{
	if (at->buf.tag != TAG_DNS_NAME)
		return acme_span(NULL, 0);
	return acme_span(at->buf.p, at->buf.len);
}

/* Days since 1970-01-01; years begin in March, so a leap day ends one. */
int64_t
acme_cert_days(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t m = (month + 9) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day -
	       1 - 719468;
}

/* timegm() is not in C11 or POSIX. */
static int64_t
unix_time(const mbedtls_x509_time *t)
{
	int64_t minutes = (int64_t)t->hour * 60 + t->min;

	return acme_cert_days(t->year, t->mon, t->day) * 86400 + minutes * 60 +
	       t->sec;
}

bool
acme_cert_serial_hex(struct acme_span octets, char out[ACME_SERIAL_HEX_MAX])
{
	const unsigned char *serial = acme_span_bytes(octets);
	static const char hex[] = "0123456789abcdef";
	size_t i, from = 0;

	while (from + 1 < octets.len && !serial[from])
		from++;
	if (2 * (octets.len - from) >= ACME_SERIAL_HEX_MAX)
		return false;
	for (i = from; i < octets.len; i++) {
		*out++ = hex[serial[i] >> 4];
		*out++ = hex[serial[i] & 0x0f];
	}
	*out = '\0';
	return true;
}

void
acme_cert_issuer_text(struct acme_span name, char out[ACME_ISSUER_MAX])
{
	const unsigned char *bytes = acme_span_bytes(name);
	size_t i;

	for (i = 0; i < name.len && i < ACME_ISSUER_MAX - 1; i++)
		*out++ = (char)(bytes[i] < ' ' || bytes[i] == 0x7f ? '?'
								   : bytes[i]);
	*out = '\0';
}

static void
write_issuer(const mbedtls_x509_name *name, char out[ACME_ISSUER_MAX])
{
	while (name && MBEDTLS_OID_CMP(MBEDTLS_OID_AT_CN, &name->oid))
		name = name->next;
	acme_cert_issuer_text(name ? acme_span(name->val.p, name->val.len)
				   : acme_span(NULL, 0),
			      out);
}

enum acme_err
acme_cert_describe(const mbedtls_x509_crt *crt, struct acme_cert_info *info,
		   struct acme_fault *fault)
{
	struct acme_cert_info found = { .n_certs = 1 };
	const mbedtls_x509_sequence *at;

	found.not_before_s = unix_time(&crt->valid_from);
	found.not_after_s = unix_time(&crt->valid_to);
	if (!acme_cert_serial_hex(acme_span(crt->serial.p, crt->serial.len),
				  found.serial))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "certificate: its serial number is of "
				      "%zu octets",
				      crt->serial.len);
	write_issuer(&crt->issuer, found.issuer);
	for (at = acme_cert_first_name(crt); at; at = at->next)
		if (acme_cert_dns_name(at).len)
			found.n_names++;
	*info = found;
	return ACME_OK;
}

/*
 * A certificate is a SEQUENCE of more than 127 bytes: its second byte is no
 * ASCII, and no text has a byte like it after a '0'.
 */
bool
acme_cert_is_der(struct acme_span text)
{
	return text.len > 1 && acme_span_bytes(text)[0] == 0x30 &&
	       acme_span_bytes(text)[1] >= 0x80;
}

struct first {
	mbedtls_x509_crt *crt;
	unsigned int n_certs;
};

static enum acme_err
take_block(void *arg, const struct acme_pem_block *block,
	   struct acme_fault *fault)
{
	struct first *first = arg;

	if (!acme_cert_is_block(block) || first->n_certs++)
		return ACME_OK;
	return parse_block(block, first->crt, fault);
}

/* The first certificate of a text into ${crt}, and how many there are. */
static enum acme_err
read_pem(struct acme_span text, mbedtls_x509_crt *crt, unsigned int *n_certs,
	 struct acme_fault *fault)
{
	struct first first = { crt, 0 };
	enum acme_err err = acme_pem_each(text, take_block, &first, fault);

	*n_certs = first.n_certs;
	if (!err && !first.n_certs)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "there is no CERTIFICATE in the PEM text");
	return err;
}

enum acme_err
acme_cert_read_first(struct acme_span pem_or_der, mbedtls_x509_crt *crt,
		     unsigned int *n_certs, struct acme_fault *fault)
{
	*n_certs = 1;
	if (acme_cert_is_der(pem_or_der))
		return acme_cert_parse(pem_or_der, crt, fault);
	return read_pem(pem_or_der, crt, n_certs, fault);
}

enum acme_err
acme_cert_info_read(struct acme_span pem_or_der, struct acme_cert_info *info,
		    struct acme_fault *fault)
{
	mbedtls_x509_crt crt;
	unsigned int n_certs;
	enum acme_err err;

	mbedtls_x509_crt_init(&crt);
	err = acme_cert_read_first(pem_or_der, &crt, &n_certs, fault);
	if (!err)
		err = acme_cert_describe(&crt, info, fault);
	if (!err)
		info->n_certs = n_certs;
	mbedtls_x509_crt_free(&crt);
	return err;
}

static enum acme_err
write_names(const mbedtls_x509_crt *crt, struct acme_buf *names)
{
	const mbedtls_x509_sequence *at;
	struct acme_span name;
	enum acme_err err = ACME_OK;
	const char *comma = "";

	for (at = acme_cert_first_name(crt); !err && at; at = at->next) {
		name = acme_cert_dns_name(at);
		if (!name.len)
			continue;
		err = acme_buf_addf(names, "%s%.*s", comma, (int)name.len,
				    name.data);
		comma = ", ";
	}
	return err;
}

enum acme_err
acme_cert_names_read(struct acme_span pem_or_der, struct acme_buf *names,
		     struct acme_fault *fault)
{
	struct acme_buf found = ACME_BUF_INIT(names->limit);
	mbedtls_x509_crt crt;
	unsigned int n_certs;
	enum acme_err err;

	mbedtls_x509_crt_init(&crt);
	err = acme_cert_read_first(pem_or_der, &crt, &n_certs, fault);
	if (err)
		goto out;
	err = write_names(&crt, &found);
	if (!err)
		err = acme_buf_add(names, acme_buf_span(&found));
	if (err)
		acme_fault_set(fault, err,
			       "certificate: its names are of more than %zu "
			       "bytes",
			       names->limit);
out:
	mbedtls_x509_crt_free(&crt);
	acme_buf_clear(&found);
	return err;
}
