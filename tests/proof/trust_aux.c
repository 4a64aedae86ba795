/* SPDX-License-Identifier: MIT */
/* What OpenSSL writes behind a trusted certificate. */
#include "tls/trust/trust_aux.h"
#include "proof.h"

int
main(void)
{
	(void)acme_trust_aux_allows(proof_bytes());
	return 0;
}
