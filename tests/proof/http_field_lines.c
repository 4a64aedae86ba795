/* SPDX-License-Identifier: MIT */
/* The next field of a name, from anywhere in a head of any bytes. */
#include "format/http/http_fields.h"
#include "proof.h"

int
main(void)
{
	struct acme_span bytes = proof_bytes(), value;
	const struct acme_buf response = { .data = (char *)bytes.data,
					   .len = bytes.len };
	struct acme_http_head head = { .at = nondet_size() };
	size_t from = nondet_size();

	/* "http_head" has seen that each line has an end. */
	__CPROVER_assume(head.at <= bytes.len);
	__CPROVER_assume(!head.at || bytes.data[head.at - 1] == '\n');
	__CPROVER_assume(from <= head.at);
	if (!acme_http_next_field(&head, &response, "a", &from, &value))
		return 0;
	PROOF_READABLE(value);
	__CPROVER_assert(from <= head.at, "it goes on in the head");
	return 0;
}
