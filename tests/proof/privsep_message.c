/* SPDX-License-Identifier: MIT */
/* A message of the server to the privileged process, or back. */
#include "lws/privsep/privileged/privsep_message.h"
#include "proof.h"

int
main(void)
{
	struct acme_privsep_message message;
	size_t i;

	if (!acme_privsep_message_unpack(proof_bytes(), &message))
		return 0;
	for (i = 0; i < ACME_PRIVSEP_MESSAGE_PARTS; i++)
		PROOF_READABLE(message.parts[i]);
	__CPROVER_assert(!message.tag[ACME_TAG_MAX], "the tag has an end");
	return 0;
}
