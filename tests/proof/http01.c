/* SPDX-License-Identifier: MIT */
/* A request for a challenge response, by any path, at a host of any name. */
#include "inside/http01.c"
#include "proof.h"

/* What lws copies ends with a NUL, and lies in the buffer that it was given. */
int
lws_hdr_copy(struct lws *wsi, char *dest, int len, enum lws_token_indexes h)
{
	size_t n = nondet_size();

	(void)wsi;
	(void)h;
	__CPROVER_assert(len == HOST_MAX && __CPROVER_w_ok(dest, HOST_MAX),
			 "the host's name has its room");
	__CPROVER_havoc_slice(dest, HOST_MAX);
	if (nondet_bool())
		return -1;
	__CPROVER_assume(n < HOST_MAX);
	dest[n] = '\0';
	return (int)n;
}

/* CBMC has none of its own; anything up to the text's end. */
size_t
strcspn(const char *text, const char *stops)
{
	size_t n = nondet_size();

	(void)stops;
	__CPROVER_assume(n < HOST_MAX && __CPROVER_r_ok(text, n + 1));
	return n;
}

int
main(void)
{
	struct acme_challenge_response response = {
		.token = "t",
		.identifier = "a.b",
		.key_authorization = "t.k",
	};
	struct acme_http01 http01 = { .responses = &response };
	struct acme_span path = proof_bytes(), token = token_of(path), name;
	char host[HOST_MAX];

	PROOF_READABLE(token);
	if (!read_host(NULL, host, &name))
		return 0;
	PROOF_READABLE(name);
	(void)find(&http01, token, name);
	return 0;
}
