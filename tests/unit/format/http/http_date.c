/* SPDX-License-Identifier: MIT */
#include "format/http/http_date.h"

#include "format/exact.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))
#define NOW_S	1794182400 /* Mon, 09 Nov 2026 00:00:00 GMT */

static const struct {
	const char *value;
	int64_t want;
} dates[] = {
	/* the three of RFC 9110 §5.6.7 */
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
	{ "Sun Nov  6 08:49:37 1994", 784111777 },
	{ "Wed Nov 16 08:49:37 1994", 784975777 },
	{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
	{ "Wed, 31 Dec 1969 23:59:59 GMT", -1 },
	{ "Thu, 29 Feb 2024 12:00:00 GMT", 1709208000 },
	{ "Tue, 29 Feb 2000 00:00:00 GMT", 951782400 },
	{ "Tue, 01 Mar 2100 00:00:00 GMT", 4107542400 },
	{ "Tue, 19 Jan 2038 03:14:08 GMT", 2147483648 },
	{ "Fri, 31 Dec 9999 23:59:59 GMT", 253402300799 },
	{ "Sat, 31 Dec 2016 23:59:60 GMT", 1483228800 },
	{ "Mon, 01 Jan 0001 00:00:00 GMT", -62135596800 },
	/* more than 50 years ahead of 2026 is the past */
	{ "Saturday, 07-Nov-76 00:00:00 GMT", 3371932800 },
	{ "Wednesday, 09-Nov-77 00:00:00 GMT", 247881600 },
	{ "Friday, 31-Dec-99 23:59:59 GMT", 946684799 },
	{ "Thursday, 01-Jan-26 00:00:00 GMT", 1767225600 },
};

static void
reads_dates(void)
{
	struct acme_fault fault;
	struct acme_span copy;
	int64_t got;
	size_t i;

	for (i = 0; i < N(dates); i++) {
		got = 7;
		copy = exact_copy(acme_span_str(dates[i].value));
		CHECK_FOR(dates[i].value,
			  !acme_http_date_parse(copy, NOW_S, &got, &fault));
		if (got != dates[i].want)
			TEST_FAIL("%s: %lld", dates[i].value, (long long)got);
		exact_free(copy);
	}
}

static void
needs_all_of_a_date(void)
{
	struct acme_span copy;
	size_t i, len;
	int64_t got;

	for (i = 0; i < N(dates); i++) {
		for (len = 0; len < strlen(dates[i].value); len++) {
			copy = exact_copy(acme_span(dates[i].value, len));
			CHECK_FOR(
				dates[i].value,
				acme_http_date_parse(copy, NOW_S, &got, NULL));
			exact_free(copy);
		}
	}
}

static const char *const bads[] = {
	"Sun, 06 Nov 1994 08:49:37",	  "Sun, 06 Nov 1994 08:49:37 UTC",
	"Sun, 06 Nov 1994 08:49:37 GMT ", "sun, 06 nov 1994 08:49:37 gmt",
	"Sun, 6 Nov 1994 08:49:37 GMT",	  "Sun, 31 Nov 1994 08:49:37 GMT",
	"Sun, 00 Nov 1994 08:49:37 GMT",  "Sun, 29 Feb 1900 08:49:37 GMT",
	"Sun, 06 Nov 1994 24:00:00 GMT",  "Sun, 06 Nov 1994 08:60:00 GMT",
	"Sun, 06 Nov 1994 08:00:61 GMT",  "Sun, 06 Nov 0000 08:49:37 GMT",
	"Sun, 06-Nov-94 08:49:37 GMT",	  "Sunday, 06-Nov-1994 08:49:37 GMT",
	"Sun Nov 6 08:49:37 1994",	  "1994-11-06T08:49:37Z",
};

static void
refuses(void)
{
	struct acme_fault fault;
	int64_t got = 7;
	size_t i;

	for (i = 0; i < N(bads); i++) {
		CHECK_FOR(bads[i], acme_http_date_parse(acme_span_str(bads[i]),
							NOW_S, &got, &fault) ==
					   ACME_ERR_SYNTAX);
		CHECK_FOR(bads[i], got == 7);
		CHECK_FOR(bads[i], strstr(fault.text, bads[i]) != NULL);
	}
}

static const struct test tests[] = {
	TEST(reads_dates),
	TEST(needs_all_of_a_date),
	TEST(refuses),
};

TEST_MAIN(tests)
