/* SPDX-License-Identifier: MIT */
/* The blocks of a text, of a CA or of a file. */
#include "format/pem.h"
#include "proof.h"

int
main(void)
{
	struct acme_span text = proof_bytes();
	struct acme_pem_block block;
	struct acme_fault fault;
	struct acme_pem pem;
	bool found = false;

	acme_pem_init(&pem, text);
	if (acme_pem_next(&pem, &block, &found, &fault))
		return 0;
	__CPROVER_assert(pem.at <= text.len, "it stops in the text");
	if (!found)
		return 0;
	PROOF_READABLE(block.whole);
	PROOF_READABLE(block.label);
	PROOF_READABLE(block.body);
	return 0;
}
