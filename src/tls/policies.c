/* SPDX-License-Identifier: MIT */
/*
 * This client asks for no policy, and then all that a CA can forbid by them is
 * a path without any (requireExplicitPolicy).  That is judged more strictly
 * than RFC 5280 §6.1 does, without its tree: from the CA on, at once, one
 * policy has to stand in each certificate, and a mapped one does not count.  So
 * mappings, and who inhibits them or anyPolicy, can allow nothing that is not
 * to be.
 */
#include "tls/policies.h"

#include "crypto/x509/extension.h"

#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>

#define SEQUENCE	 (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define REQUIRE_EXPLICIT (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 0)

/* In doubt: true. */
static bool
requires_one(const mbedtls_x509_crt *ca)
{
	struct acme_span value =
		acme_extension_find(ca, ACME_OID_POLICY_CONSTRAINTS, NULL);
	unsigned char *at = (unsigned char *)value.data;
	size_t len;

	if (!at)
		return false;
	return mbedtls_asn1_get_tag(&at, at + value.len, &len, SEQUENCE) ||
	       !len || *at == REQUIRE_EXPLICIT;
}

static bool
has(const mbedtls_x509_crt *crt, struct acme_span policy)
{
	const mbedtls_x509_sequence *at = &crt->certificate_policies;
	struct acme_span oid;

	for (; at && at->buf.p; at = at->next) {
		oid = acme_span(at->buf.p, at->buf.len);
		if (acme_span_equal(oid, policy) ||
		    acme_span_equal(oid, ACME_SPAN(MBEDTLS_OID_ANY_POLICY)))
			return true;
	}
	return false;
}

bool
acme_policies_allow(const mbedtls_x509_crt *const *path, unsigned int len,
		    unsigned int ca)
{
	const mbedtls_x509_sequence *at = &path[0]->certificate_policies;
	unsigned int last = ca + 1 < len ? ca : ca - 1, i;

	if (!requires_one(path[ca]))
		return true;
	for (; at && at->buf.p; at = at->next) {
		struct acme_span policy = acme_span(at->buf.p, at->buf.len);

		for (i = 1; i <= last && has(path[i], policy); i++)
			;
		if (i > last)
			return true;
	}
	return false;
}
