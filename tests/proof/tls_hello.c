/* SPDX-License-Identifier: MIT */
/* The two extensions of a ClientHello that choose a challenge's answer. */
#include "format/tls_hello.h"
#include "proof.h"

int
main(void)
{
	struct acme_span extension = proof_bytes(), name;

	(void)acme_tls_hello_offers_only(extension, ACME_SPAN("acme-tls/1"));
	if (acme_tls_hello_server_name(extension, &name))
		PROOF_READABLE(name);
	return 0;
}
