/* SPDX-License-Identifier: MIT */
/*
 * The bytes as a message of a server that was taken over: nothing that the
 * keeper of files is told of is there, so whatever is asked fails, says why,
 * and gives nothing out.
 */
#include "fuzz.h"
#include "lws/privsep/child_requests.h"

#include <string.h>

static struct acme_parcel
root_tells(void)
{
	static const char auth[] = "/nonexistent/auth",
			  cert[] = "/nonexistent/c", key[] = "/nonexistent/k",
			  who[] = "fuzz";

	return (struct acme_parcel){
		.what = ACME_PARCEL_ADD,
		.parts = { acme_span(auth, sizeof(auth)),
			   acme_span(cert, sizeof(cert)),
			   acme_span(key, sizeof(key)),
			   acme_span(who, sizeof(who)) },
	};
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct acme_keeper_places places;
	const struct acme_parcel told = root_tells();
	struct acme_keeper_reply reply;
	struct acme_parcel parcel;

	if (!places.n) {
		acme_keeper_request(&places, &told, true, &reply);
		acme_keeper_reply_clear(&reply);
	}
	FUZZ_ASSERT(places.n == 1);
	if (!acme_parcel_unpack(acme_span((const char *)data, len), &parcel))
		return 0;
	acme_keeper_request(&places, &parcel, false, &reply);
	FUZZ_ASSERT(places.n == 1);
	FUZZ_ASSERT(reply.parcel.serial == parcel.serial);
	FUZZ_ASSERT(!reply.parcel.parts[1].len && !reply.parcel.parts[2].len);
	if (parcel.what == ACME_PARCEL_ADD)
		FUZZ_ASSERT(reply.parcel.number < places.n);
	else
		FUZZ_ASSERT(reply.parcel.number && reply.parcel.parts[0].len);
	acme_keeper_reply_clear(&reply);
	return 0;
}
