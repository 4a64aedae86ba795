/* SPDX-License-Identifier: MIT */
/* The fields of an answer: any bytes behind a status line. */
#include "format/http/http_head.h"
#include "proof.h"

int
main(void)
{
	struct acme_span bytes = proof_bytes_in("HTTP/1.1 200\na:", "");
	struct acme_http_head head;
	struct acme_fault fault;
	bool complete = false;

	acme_http_head_init(&head, 0);
	if (acme_http_head_parse(&head, (char *)bytes.data, bytes.len,
				 &complete, &fault))
		return 0;
	__CPROVER_assert(head.at <= bytes.len, "it stops in the bytes");
	return 0;
}
