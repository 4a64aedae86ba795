/* SPDX-License-Identifier: MIT */
/* What lws with mbedTLS will take for the host name of a ClientHello. */
#include "lws/serve/mbedtls/sni.h"
#include "format/client_hello.h"
#include "proof.h"

/* Any part of the message; proved as "client_hello_fields". */
struct acme_span
acme_client_hello_extension(struct acme_span message, unsigned int type)
{
	size_t at = nondet_size(), len = nondet_size();

	(void)type;
	if (nondet_bool())
		return acme_span(NULL, 0);
	__CPROVER_assume(at <= message.len && len <= message.len - at);
	return acme_span(message.data + at, len);
}

int
main(void)
{
	struct acme_span text;

	if (!acme_sni_text(proof_bytes(), &text))
		return 0;
	PROOF_READABLE(text);
	(void)acme_sni_fits("a.b", text);
	return 0;
}
