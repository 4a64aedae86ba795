/* SPDX-License-Identifier: MIT */
/* The next link of a Link field. */
#include "format/http/link.h"
#include "proof.h"

int
main(void)
{
	struct acme_span value = proof_bytes();
	struct acme_fault fault;
	struct acme_link link;
	bool found = false;

	if (acme_link_next(&value, &link, &found, &fault))
		return 0;
	PROOF_READABLE(value);
	if (!found)
		return 0;
	PROOF_READABLE(link.target);
	PROOF_READABLE(link.rel);
	(void)acme_link_has_rel(&link, "up");
	return 0;
}
