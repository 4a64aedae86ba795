/* SPDX-License-Identifier: MIT */
/* A body in chunks, which comes in two pieces. */
#include "format/http/http_chunked.h"
#include "proof.h"

int
main(void)
{
	struct acme_span bytes = proof_bytes();
	size_t first = nondet_size();
	struct acme_http_chunked chunked;
	char *data = (char *)bytes.data;
	struct acme_fault fault;
	bool complete = false;

	__CPROVER_assume(first <= bytes.len);
	acme_http_chunked_init(&chunked, 0);
	if (acme_http_chunked_parse(&chunked, data, first, BOUND, &complete,
				    &fault))
		return 0;
	if (!complete && acme_http_chunked_parse(&chunked, data, bytes.len,
						 BOUND, &complete, &fault))
		return 0;
	__CPROVER_assert(chunked.end <= chunked.at, "the body moves down");
	__CPROVER_assert(chunked.at <= bytes.len, "it stops in the bytes");
	return 0;
}
