/* SPDX-License-Identifier: MIT */
/* What is asked of a ClientHello, whoever put it together. */
#include "format/client_hello.h"
#include "proof.h"

int
main(void)
{
	struct acme_span message = proof_bytes();
	unsigned int type = (unsigned int)nondet_size();

	(void)acme_client_hello_version(message);
	(void)acme_client_hello_has_twice(message, type);
	PROOF_READABLE(acme_client_hello_suites(message));
	PROOF_READABLE(acme_client_hello_extension(message, type));
	return 0;
}
