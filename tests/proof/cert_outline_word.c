/* SPDX-License-Identifier: MIT */
/* The word that says who a certificate is of: in any name. */
#include "crypto/x509/cert_outline.h"
#include "proof.h"

int
main(void)
{
	struct acme_span word = acme_cert_outline_word(proof_bytes());

	PROOF_READABLE(word);
	return 0;
}
