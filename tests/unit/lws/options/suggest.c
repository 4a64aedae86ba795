/* SPDX-License-Identifier: MIT */
#include "lws-acme-client.h"
#include "test.h"

static const char *const words[] = { "port", "http-port", "root", "key-type",
				     "directory-url" };

static const struct {
	const char *name, *word, *want;
} cases[] = {
	{ "the same", "port", "port" },
	{ "two letters swapped", "prot", "port" },
	{ "one is missing", "drectory-url", "directory-url" },
	{ "one too many", "key-types", "key-type" },
	{ "another prefix", "https-port", "http-port" },
	{ "nothing near", "frobnicate", NULL },
	{ "empty", "", NULL },
	{ "longer than any", "directory-url-directory-url-directory-url",
	  NULL },
};

static void
nearest(void)
{
	const char *got;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		got = lws_acme_client_nearest(cases[i].word, words,
					      sizeof(words) / sizeof(*words));
		CHECK_FOR(cases[i].name, !got == !cases[i].want);
		CHECK_FOR(cases[i].name, !got || !strcmp(got, cases[i].want));
	}
}

static const struct test tests[] = { TEST(nearest) };

TEST_MAIN(tests)
