/* SPDX-License-Identifier: MIT */
/* Policy constraints of any bytes, above certificates with two policies
 * each. */
#include "tls/policies.h"
#include "crypto/x509/extension.h"
#include "proof.h"

#define PATH_LEN 3

/* Proved as "extension". */
struct acme_span
acme_extension_find(const mbedtls_x509_crt *crt, struct acme_span oid,
		    bool *critical)
{
	(void)crt;
	(void)oid;
	__CPROVER_assert(!critical, "nobody asks whether it is critical");
	return nondet_bool() ? proof_bytes() : acme_span(NULL, 0);
}

static mbedtls_x509_sequence
policy(void)
{
	struct acme_span oid = proof_bytes();

	return (mbedtls_x509_sequence){
		.buf.p = nondet_bool() ? (unsigned char *)oid.data : NULL,
		.buf.len = oid.len,
	};
}

int
main(void)
{
	static mbedtls_x509_crt crt[PATH_LEN];
	static mbedtls_x509_sequence second[PATH_LEN];
	const mbedtls_x509_crt *path[PATH_LEN];
	unsigned int len = nondet_bool() ? PATH_LEN : PATH_LEN - 1, i;
	unsigned int ca = nondet_bool() ? PATH_LEN - 1 : 1;

	for (i = 0; i < PATH_LEN; i++) {
		second[i] = policy();
		crt[i].certificate_policies = policy();
		crt[i].certificate_policies.next = &second[i];
		path[i] = &crt[i];
	}
	__CPROVER_assume(ca < len);
	(void)acme_policies_allow(path, len, ca);
	return 0;
}
