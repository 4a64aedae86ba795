/* SPDX-License-Identifier: MIT */
/* What OpenSSL writes behind a trusted certificate. */
#include "proof.h"
#include "tls/trust/trust_private.h"

int
main(void)
{
	(void)acme_trust_aux_allows(proof_bytes());
	return 0;
}
