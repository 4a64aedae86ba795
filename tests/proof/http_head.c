/* SPDX-License-Identifier: MIT */
/* The head of an answer, which comes in two pieces. */
#include "format/http/http_head.h"
#include "proof.h"

int
main(void)
{
	struct acme_span bytes = proof_bytes();
	size_t first = nondet_size();
	char *data = (char *)bytes.data;
	struct acme_http_head head;
	struct acme_fault fault;
	bool complete = false;

	__CPROVER_assume(first <= bytes.len);
	acme_http_head_init(&head, 0);
	if (acme_http_head_parse(&head, data, first, &complete, &fault))
		return 0;
	if (!complete &&
	    acme_http_head_parse(&head, data, bytes.len, &complete, &fault))
		return 0;
	__CPROVER_assert(head.at <= bytes.len, "it stops in the bytes");
	__CPROVER_assert(head.fields_at <= head.at, "fields are in the head");
	return 0;
}
