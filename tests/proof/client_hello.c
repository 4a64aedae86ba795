/* SPDX-License-Identifier: MIT */
/* A ClientHello, put together from the records that a client has sent so
 * far. */
#include "format/client_hello.h"
#include "proof.h"

int
main(void)
{
	struct acme_buf message = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	struct acme_span bytes = proof_bytes(), whole;
	size_t len = 0;

	switch (acme_client_hello_find(bytes, &message, &len)) {
	case ACME_CLIENT_HELLO_WHOLE:
		whole = acme_buf_span(&message);
		PROOF_READABLE(whole);
		__CPROVER_assert(whole.len <= bytes.len, "all of it was sent");
		__CPROVER_assert(len <= bytes.len, "its records were sent");
		break;
	case ACME_CLIENT_HELLO_PARTIAL:
		__CPROVER_assert(len > bytes.len, "it waits for more");
		break;
	default:
		break;
	}
	acme_buf_clear(&message);
	return 0;
}
