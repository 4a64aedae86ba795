/* SPDX-License-Identifier: MIT */
/* When a CA wants to be asked again (RFC 8555 6.6), also where it does not
 * say. */
#include "scenario.h"

#define BUSY_BODY CA_PROBLEM("rateLimited", "too many")

SCENARIO(retry_after_of_seconds)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7\r\n", BUSY_BODY);
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), SEC(7) + MS(10),
		   SEC(7) + MS(10));
}

/* RFC 9110 §10.2.3: a date; the world begins at 2026-01-01 00:00:00. */
SCENARIO(retry_after_of_a_date)
{
	ca_next(&s->ca, "newOrder", 503,
		"Retry-After: Thu, 01 Jan 2026 00:00:20 GMT\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "newOrder", 1)->at_us, SEC(20), SEC(21));
}

/* A limit whose end is not said: once, and then not for an hour or more, which
 * grows; a restart waits as long. */
SCENARIO(rate_limit_without_an_end)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 429,
					    .body = BUSY_BODY });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK_SAID(s, CA_URL "newOrder: rateLimited: too many");
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
	scenario_run(s, HOUR(1));
	scenario_stop(s);
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), MIN(72), MIN(108));
	scenario_until_failed(s);
	CHECK_TIME(ca_request(&s->ca, "newOrder", 2)->at_us -
			   ca_request(&s->ca, "newOrder", 1)->at_us,
		   MIN(108), MIN(162));
}

/* Wherever it is met, and also where a proxy says it without a problem. */
static void
limited_at(const char *resource, const char *body)
{
	static struct scenario s;

	scenario_set_up(&s);
	ca_next(&s.ca, resource, 429, NULL, body);
	scenario_until_failed(&s);
	CHECK_INT(ca_count(&s.ca, resource), 1);
	scenario_until_issued(&s);
	CHECK_TIME(s.world.agenda.now_us, HOUR(1), HOUR(2));
	CHECK(s.ca.n_orders <= 1);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(rate_limits_everywhere)
{
	static const char *const resources[] = {
		"directory", "newNonce", "newAccount", "newOrder",   "authz",
		"challenge", "order",	 "finalize",   "certificate"
	};
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++) {
		limited_at(resources[i], BUSY_BODY);
		limited_at(resources[i], NULL);
	}
}

/* The CA's own word counts more than the status that stands beside it. */
SCENARIO(rate_limit_with_another_problem)
{
	ca_next(&s->ca, "newOrder", 429, NULL,
		CA_PROBLEM("serverInternal", "busy"));
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), 1, MIN(1));
}

/* A limit that was obeyed for as long as an order can wait is a failure as
 * others are, and not put off for an hour. */
SCENARIO(rate_limit_that_is_told_again_and_again)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 429,
					    .headers = "Retry-After: 7\r\n",
					    .body = BUSY_BODY });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 7);
	scenario_until(s, ACME_PROGRESS_STARTED);
	scenario_until_failed(s);
	CHECK(ca_count(&s->ca, "newOrder") > 7);
	CHECK_TIME(ca_request(&s->ca, "newOrder", 7)->at_us -
			   ca_request(&s->ca, "newOrder", 6)->at_us,
		   SEC(30), MIN(5));
}

SCENARIO(rate_limit_on_a_slow_disk)
{
	ca_next(&s->ca, "newOrder", 429, NULL, BUSY_BODY);
	scenario_until_asked(s, "newOrder", 1);
	world_delay(&s->world, WORLD_PUT_STATE, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), HOUR(1), HOUR(2));
}

/* What follows a limit is no limit: it waits as other failures do. */
SCENARIO(another_failure_after_a_rate_limit)
{
	ca_next(&s->ca, "newOrder", 429, NULL, BUSY_BODY);
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	ca_next(&s->ca, "newOrder", 400, NULL, CA_PROBLEM("malformed", "no"));
	scenario_until_failed(s);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "newOrder", 2)->at_us -
			   ca_request(&s->ca, "newOrder", 1)->at_us,
		   MIN(1), MIN(3));
}

SCENARIO(directory_wants_an_hour)
{
	ca_next(&s->ca, "directory", 503, "Retry-After: 3600\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "directory"), HOUR(1), HOUR(1) + SEC(1));
}

/* From the answer to the next request for newOrder. */
static void
waits(const char *retry_after, uint64_t low_us, uint64_t high_us)
{
	static struct scenario s;
	char header[80];

	snprintf(header, sizeof(header), "Retry-After: %s\r\n", retry_after);
	scenario_set_up(&s);
	ca_next(&s.ca, "newOrder", 429, header, BUSY_BODY);
	scenario_until_issued(&s);
	CHECK_TIME(scenario_gap_us(&s, "newOrder") - MS(10), low_us, high_us);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

/* In both forms, from a second to a day; what is none is not obeyed. */
SCENARIO(retry_after_has_bounds)
{
	(void)s;
	waits("0", SEC(1), SEC(1));
	waits("1", SEC(1), SEC(1));
	waits("Wed, 31 Dec 2025 23:59:59 GMT", SEC(1), SEC(1));
	waits("60", SEC(60), SEC(60));
	waits("86399", DAY(1) - SEC(1), DAY(1));
	waits("172800", DAY(1), DAY(1) + SEC(1));
	waits("99999999999999999999999", DAY(1), DAY(1) + SEC(1));
	waits("Thu, 01 Jan 2026 03:00:00 GMT", HOUR(3) - SEC(1),
	      HOUR(3) + SEC(1));
	waits("Sun, 01 Feb 2026 00:00:00 GMT", DAY(1), DAY(1) + SEC(1));
	waits("Fri, 31 Dec 9999 23:59:59 GMT", DAY(1), DAY(1) + SEC(1));
	waits("soon", HOUR(1), HOUR(2));
	waits("-7", HOUR(1), HOUR(2));
}
