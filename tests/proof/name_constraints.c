/* SPDX-License-Identifier: MIT */
/*
 * Name constraints of any bytes, above a certificate and a host of a byte each;
 * and the comparisons by themselves, with any bytes on either side.
 */
#include "inside/name_constraints.c"
#include "proof.h"

/* Proved as "extension". */
struct acme_span
acme_extension_find(const mbedtls_x509_crt *crt, struct acme_span oid,
		    bool *critical)
{
	(void)crt;
	(void)oid;
	*critical = nondet_bool();
	return proof_bytes();
}

static void
read_any(void)
{
	static unsigned char subject[] = { SEQUENCE, 1, MBEDTLS_ASN1_SET };
	const struct acme_constrained_host host = {
		.name = ACME_SPAN("a"),
		.address = ACME_SPAN("b"),
	};
	static mbedtls_x509_crt ca, below;

	below.subject_raw.p = subject;
	below.subject_raw.len = sizeof(subject);
	below.subject_alt_names.buf.p = subject;
	(void)acme_name_constraints_allow(&ca, &below, &host);
}

int
main(void)
{
	read_any();
	(void)matches_dns(proof_bytes(), proof_bytes());
	(void)matches_address(proof_bytes(), proof_bytes());
	(void)begins_with(proof_bytes(), proof_bytes());
	return 0;
}
