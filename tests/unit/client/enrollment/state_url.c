/* SPDX-License-Identifier: MIT */
/*
 * A URL of the state is replaced while memory is short: the one before it
 * stays, as the CA would be asked for it once more otherwise.
 */
#include "client/enrollment/state_file.h"

#include "memory/short_memory.h"
#include "test.h"

#include <stdlib.h>

static void
old_one_stays(void)
{
	char *url = NULL;

	acme_state_set_url(&url, ACME_SPAN("https://ca.test/account/1"));
	memory_fails_at(1);
	acme_state_set_url(&url, ACME_SPAN("https://ca.test/account/2"));
	memory_stops_failing();
	CHECK(memory_has_failed());
	CHECK_STR(url, "https://ca.test/account/1");
	acme_state_set_url(&url, ACME_SPAN("https://ca.test/account/2"));
	CHECK_STR(url, "https://ca.test/account/2");
	free(url);
}

/* From its own text, too. */
static void
none_is_none(void)
{
	char *url = NULL;

	acme_state_set_url(&url, ACME_SPAN("https://ca.test/account/1"));
	acme_state_set_url(&url, acme_span_str(url));
	CHECK_STR(url, "https://ca.test/account/1");
	acme_state_set_url(&url, ACME_SPAN(""));
	CHECK(!url);
}

static const struct test tests[] = {
	TEST(old_one_stays),
	TEST(none_is_none),
};

TEST_MAIN(tests)
