/* SPDX-License-Identifier: MIT */
/*
 * This reads what OpenSSL writes behind the certificate in a TRUSTED
 * CERTIFICATE: what it is trusted for, and what not.  Bundles have roots in
 * them that are there only to be refused.
 *
 *	SEQUENCE { SEQUENCE OF OID for, [0] SEQUENCE OF OID not for, ... }
 */
#include "tls/trust/trust_aux.h"

#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>

#define SEQUENCE (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define REJECTED (MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED | 0)

/* Is one for TLS servers, or for all, in the list at ${at}? */
static bool
has_servers(unsigned char *at, const unsigned char *end)
{
	size_t len;
	bool has = false;

	while (!has &&
	       !mbedtls_asn1_get_tag(&at, end, &len, MBEDTLS_ASN1_OID)) {
		struct acme_span oid = acme_span(at, len);

		has = acme_span_equal(oid,
				      ACME_SPAN(MBEDTLS_OID_SERVER_AUTH)) ||
		      acme_span_equal(
			      oid,
			      ACME_SPAN(MBEDTLS_OID_ANY_EXTENDED_KEY_USAGE));
		at += len;
	}
	return has;
}

bool
acme_trust_aux_allows(struct acme_span aux)
{
	unsigned char *at = (unsigned char *)aux.data, *end = at + aux.len;
	size_t len;
	bool allows = true;

	if (!aux.len)
		return true;
	if (mbedtls_asn1_get_tag(&at, end, &len, SEQUENCE))
		return false;
	end = at + len;
	if (!mbedtls_asn1_get_tag(&at, end, &len, SEQUENCE)) {
		allows = has_servers(at, at + len);
		at += len;
	}
	return allows && (mbedtls_asn1_get_tag(&at, end, &len, REJECTED) ||
			  !has_servers(at, at + len));
}
