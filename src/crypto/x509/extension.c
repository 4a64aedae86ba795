/* SPDX-License-Identifier: MIT */
/*
 * This finds extensions (RFC 5280 §4.1).  They are a SEQUENCE of SEQUENCEs of
 * an OID, a BOOLEAN where it is critical, and an OCTET STRING.  mbedTLS has
 * checked their form when it read the certificate.
 */
#include "crypto/x509/extension.h"

#include <mbedtls/asn1.h>

#define SEQUENCE (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)

int
acme_extension_accept(void *unused, const mbedtls_x509_crt *crt,
		      const mbedtls_x509_buf *oid, int critical,
		      const unsigned char *p, const unsigned char *end)
{
	const struct acme_span known[] = {
		ACME_OID_NAME_CONSTRAINTS,   ACME_OID_POLICIES,
		ACME_OID_POLICY_MAPPINGS,    ACME_OID_POLICY_CONSTRAINTS,
		ACME_OID_INHIBIT_ANY_POLICY,
	};
	size_t i;

	(void)unused;
	(void)crt;
	(void)p;
	(void)end;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (acme_span_equal(acme_span(oid->p, oid->len), known[i]))
			return 0;
	return critical ? MBEDTLS_ERR_X509_FEATURE_UNAVAILABLE : 0;
}

/* One extension at ${at}, whose end is ${end}. */
static struct acme_span
value_of(unsigned char *at, const unsigned char *end, struct acme_span oid,
	 bool *critical)
{
	int is_critical = 0;
	size_t len;

	if (mbedtls_asn1_get_tag(&at, end, &len, MBEDTLS_ASN1_OID) ||
	    !acme_span_equal(acme_span(at, len), oid))
		return acme_span(NULL, 0);
	at += len;
	(void)mbedtls_asn1_get_bool(&at, end, &is_critical); /* or not there */
	if (mbedtls_asn1_get_tag(&at, end, &len, MBEDTLS_ASN1_OCTET_STRING))
		return acme_span(NULL, 0);
	if (critical)
		*critical = is_critical;
	return acme_span(at, len);
}

struct acme_span
acme_extension_find(const mbedtls_x509_crt *crt, struct acme_span oid,
		    bool *critical)
{
	struct acme_span value = acme_span(NULL, 0);
	unsigned char *at = crt->v3_ext.p, *end;
	size_t len;

	if (!at ||
	    mbedtls_asn1_get_tag(&at, at + crt->v3_ext.len, &len, SEQUENCE))
		return value;
	end = at + len;
	while (!value.data && at < end) {
		if (mbedtls_asn1_get_tag(&at, end, &len, SEQUENCE))
			break;
		value = value_of(at, at + len, oid, critical);
		at += len;
	}
	return value;
}
