/* SPDX-License-Identifier: MIT */
/* Base64 of either alphabet, into a buffer with no byte to spare. */
#include "format/base64.h"
#include "proof.h"

int
main(void)
{
	enum acme_base64_form form =
		nondet_bool() ? ACME_BASE64_URL : ACME_BASE64_PEM;
	struct acme_buf bytes = ACME_BUF_INIT(BOUND);
	struct acme_fault fault;

	if (!acme_base64_decode(form, proof_bytes(), &bytes, &fault))
		PROOF_READABLE(acme_buf_span(&bytes));
	acme_buf_clear(&bytes);
	return 0;
}
