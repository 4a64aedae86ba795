/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include "test.h"

static char last_line[2000];
static enum acme_log_level last_level;
static int n_lines;

static void
keep_line(enum acme_log_level level, const char *line)
{
	snprintf(last_line, sizeof(last_line), "%s", line);
	last_level = level;
	n_lines++;
}

static void
goes_to_its_sink(void)
{
	acme_log(ACME_LOG_ERR, "nobody listens");
	acme_log_to(keep_line);
	acme_log(ACME_LOG_WARN, "client %s", "a\r\nb\x1b[1m");
	CHECK_INT(n_lines, 1);
	CHECK_INT(last_level, ACME_LOG_WARN);
	CHECK_STR(last_line, "client a\\u000d\\u000ab\\u001b[1m");
	acme_log_to(NULL);
	acme_log(ACME_LOG_ERR, "again");
	CHECK_INT(n_lines, 1);
}

static void
cuts_a_long_line(void)
{
	char text[1500] = "";

	memset(text, 'x', sizeof(text) - 1);
	acme_log_to(keep_line);
	acme_log(ACME_LOG_INFO, "%s", text);
	CHECK_INT(strlen(last_line), 1000);
	acme_log_to(NULL);
}

static const struct test tests[] = {
	TEST(goes_to_its_sink),
	TEST(cuts_a_long_line),
};

TEST_MAIN(tests)
