/* SPDX-License-Identifier: MIT */
#include "base/span.h"

#include "test.h"

static const struct {
	const char *a, *b;
	bool equal, equal_nocase;
} pairs[] = {
	{ "", "", true, true },		  { NULL, "", true, true },
	{ "a", "a", true, true },	  { "aZ", "Az", false, true },
	{ "a", "ab", false, false },	  { "ab", "ac", false, false },
	{ "@", "`", false, false },	  { "[", "{", false, false },
	{ "\xc4", "\xe4", false, false },
};

static void
compares(void)
{
	struct acme_span a, b;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		a = acme_span_str(pairs[i].a);
		b = acme_span_str(pairs[i].b);
		CHECK_FOR(pairs[i].b, acme_span_equal(a, b) == pairs[i].equal);
		CHECK_FOR(pairs[i].b, acme_span_equal_nocase(a, b) ==
					      pairs[i].equal_nocase);
	}
	CHECK(!acme_span_equal(acme_span("a\0b", 3), acme_span("a\0c", 3)));
	CHECK_INT(ACME_SPAN("a\0b").len, 3);
}

static const struct test tests[] = {
	TEST(compares),
};

TEST_MAIN(tests)
