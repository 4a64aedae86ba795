/* SPDX-License-Identifier: MIT */
/*
 * This decides whether a ClientHello is a CA's validator's.  Names of
 * acme.invalid are no case of their own: such a challenge is published under
 * its name, or it is not there.
 */
#include "lws/serve/challenge_match.h"
#include "format/tls_hello.h"

void
acme_challenge_match(struct acme_hello *hello,
		     struct acme_server_tls_challenges *challenges)
{
	bool by_protocol = acme_tls_hello_offers_only(
		hello->protocols, ACME_SPAN(ACME_HELLO_PROTOCOL));

	hello->is = by_protocol ? ACME_HELLO_REFUSED : ACME_HELLO_ORDINARY;
	hello->type = by_protocol ? ACME_CHALLENGE_TLS_ALPN_01
				  : ACME_CHALLENGE_TLS_SNI_01;
	hello->pair = NULL;
	if (!acme_tls_hello_server_name(hello->server_name, &hello->name))
		return;
	hello->pair = challenges->find(challenges, hello->type, hello->name);
	if (hello->pair)
		hello->is = ACME_HELLO_CHALLENGE;
}
