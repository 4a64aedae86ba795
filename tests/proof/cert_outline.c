/* SPDX-License-Identifier: MIT */
/* The names of a certificate that mbedTLS could not read. */
#include "crypto/x509/cert_outline.h"
#include "proof.h"

int
main(void)
{
	struct acme_span issuer, subject;

	if (!acme_cert_outline(proof_bytes(), &issuer, &subject))
		return 0;
	PROOF_READABLE(issuer);
	PROOF_READABLE(subject);
	return 0;
}
