/* SPDX-License-Identifier: MIT */
/*
 * The bytes as a message of a server that was taken over: nothing that the
 * privileged process of files is told of is there, so whatever is asked fails,
 * says why, and gives nothing out.
 */
#include "fuzz.h"
#include "lws/privsep/privileged/privileged_request.h"

#include <string.h>

static struct acme_privsep_message
root_tells(void)
{
	static const char auth[] = "/nonexistent/auth",
			  cert[] = "/nonexistent/c", key[] = "/nonexistent/k",
			  who[] = "fuzz";

	return (struct acme_privsep_message){
		.what = ACME_PRIVSEP_MESSAGE_ADD,
		.parts = { acme_span(auth, sizeof(auth)),
			   acme_span(cert, sizeof(cert)),
			   acme_span(key, sizeof(key)),
			   acme_span(who, sizeof(who)) },
	};
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct acme_privileged_paths paths;
	const struct acme_privsep_message told = root_tells();
	struct acme_privileged_reply reply;
	struct acme_privsep_message message;

	if (!paths.n) {
		acme_privileged_request(&paths, &told, true, &reply);
		acme_privileged_reply_clear(&reply);
	}
	FUZZ_ASSERT(paths.n == 1);
	if (!acme_privsep_message_unpack(acme_span((const char *)data, len),
					 &message))
		return 0;
	acme_privileged_request(&paths, &message, false, &reply);
	FUZZ_ASSERT(paths.n == 1);
	FUZZ_ASSERT(reply.message.serial == message.serial);
	FUZZ_ASSERT(!reply.message.parts[1].len && !reply.message.parts[2].len);
	if (message.what == ACME_PRIVSEP_MESSAGE_ADD)
		FUZZ_ASSERT(reply.message.number < paths.n);
	else
		FUZZ_ASSERT(reply.message.number && reply.message.parts[0].len);
	acme_privileged_reply_clear(&reply);
	return 0;
}
