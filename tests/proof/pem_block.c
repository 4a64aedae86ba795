/* SPDX-License-Identifier: MIT */
/* A block of PEM, of any body. */
#include "format/pem.h"
#include "proof.h"

int
main(void)
{
	struct acme_span text =
		proof_bytes_in("-----BEGIN A-----\nA", "\n-----END A-----");
	struct acme_pem_block block;
	struct acme_fault fault;
	struct acme_pem pem;
	bool found = false;

	acme_pem_init(&pem, text);
	if (acme_pem_next(&pem, &block, &found, &fault) || !found)
		return 0;
	__CPROVER_assert(pem.at <= text.len, "it stops in the text");
	PROOF_READABLE(block.whole);
	PROOF_READABLE(block.label);
	PROOF_READABLE(block.body);
	return 0;
}
