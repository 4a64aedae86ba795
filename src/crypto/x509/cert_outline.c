/* SPDX-License-Identifier: MIT */
/*
 * This reads as much of the grammar as it takes to find two names; every length
 * is mbedTLS's to check.
 */
#include "crypto/x509/cert_outline.h"

#include <mbedtls/asn1.h>

#define SEQUENCE (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define SET	 (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SET)
#define VERSION	 (MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED)

/* ${text} becomes what is in the element that it begins with. */
static bool
enter(struct acme_span *text, int tag)
{
	unsigned char *at = (unsigned char *)text->data;
	size_t len;

	if (!at || mbedtls_asn1_get_tag(&at, at + text->len, &len, tag))
		return false;
	*text = acme_span(at, len);
	return true;
}

/* The element at ${text}, which goes on behind it; a NULL span: none. */
static struct acme_span
next(struct acme_span *text, int tag)
{
	struct acme_span inner = *text, whole;

	if (!enter(&inner, tag))
		return acme_span(NULL, 0);
	whole = acme_span(text->data,
			  (size_t)(inner.data - text->data) + inner.len);
	text->data += whole.len;
	text->len -= whole.len;
	return whole;
}

bool
acme_cert_outline(struct acme_span der, struct acme_span *issuer,
		  struct acme_span *subject)
{
	struct acme_span at = der;

	if (!enter(&at, SEQUENCE)) /* Certificate */
		return false;
	if (!enter(&at, SEQUENCE)) /* tbsCertificate */
		return false;
	next(&at, VERSION); /* or the first one */
	if (!next(&at, MBEDTLS_ASN1_INTEGER).data ||
	    !next(&at, SEQUENCE).data) /* serialNumber, signature */
		return false;
	*issuer = next(&at, SEQUENCE);
	next(&at, SEQUENCE); /* validity */
	*subject = next(&at, SEQUENCE);
	return issuer->data && subject->data;
}

/* The value of the last attribute of this type. */
static struct acme_span
find(struct acme_span name, struct acme_span type)
{
	struct acme_span found = acme_span("", 0), set, pair, value;

	if (!enter(&name, SEQUENCE))
		return found;
	while ((set = next(&name, SET)).data) {
		if (!enter(&set, SET) || !enter(&set, SEQUENCE))
			break;
		pair = next(&set, MBEDTLS_ASN1_OID);
		value = set;
		if (enter(&pair, MBEDTLS_ASN1_OID) &&
		    acme_span_equal(pair, type) && value.len > 1 &&
		    enter(&value, *acme_span_bytes(value)))
			found = value;
	}
	return found;
}

struct acme_span
acme_cert_outline_word(struct acme_span name)
{
	struct acme_span word = find(name, ACME_SPAN("\x55\x04\x03"));

	return word.len ? word : find(name, ACME_SPAN("\x55\x04\x0a"));
}
