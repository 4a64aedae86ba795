/* SPDX-License-Identifier: MIT */
/* When a certificate is renewed, and when it is tried again. */
#include "scenario.h"

/* When the ${n}-th report before the last came. */
static uint64_t
reported_us(const struct scenario *s, size_t n)
{
	return s->world.vhost.reports[s->world.vhost.n_reports - 1 - n].at_us;
}

/* From the first certificate to the second, of so many days. */
static uint64_t
days_until_renewal(struct scenario *s, int64_t lifetime_s, unsigned int days)
{
	uint64_t issued_us;

	s->config->renew_days = days;
	s->ca.lifetime_s = lifetime_s;
	scenario_until_issued(s);
	issued_us = reported_us(s, 0);
	scenario_run(s, SEC(lifetime_s) * 99 / 100);
	CHECK_INT(s->world.vhost.reports[2].progress, ACME_PROGRESS_STARTED);
	return s->world.vhost.reports[2].at_us - issued_us;
}

/* Looked at when a third is left and each minute: never a minute late. */
#define CHECK_DUE(s, lifetime, days, us, late_us)                  \
	do {                                                       \
		uint64_t at_us_ = days_until_renewal(              \
			s, (int64_t)((lifetime) / SEC(1)), days);  \
		CHECK_TIME(at_us_, (us)-SEC(2), (us) + (late_us)); \
	} while (0)

SCENARIO(renewed_two_weeks_before)
{
	CHECK_DUE(s, DAY(90), 0, DAY(76), MIN(1));
	CHECK_LOG(s, "certificate 1001 of Model CA, valid until "
		     "2026-04-01 00:00:00 UTC, for n0.example: a new one is "
		     "due: it has 13 days left, and is renewed 14 days "
		     "before it expires (14 days, or a third of its life "
		     "if that is less); its names were "
		     "validated by http-01\n");
}

SCENARIO(renewed_after_two_thirds)
{
	CHECK_DUE(s, DAY(6), 0, DAY(4), SEC(2));
	CHECK_LOG(s, "a new one is due: it has 48 h left, and is renewed 2 "
		     "days before it expires (");
}

SCENARIO(renewed_when_the_operator_wants)
{
	CHECK_DUE(s, DAY(90), 30, DAY(60), MIN(1));
	CHECK_LOG(s, "a new one is due: it has 29 days left, and is renewed 30 "
		     "days before it expires (renew-days, or half of its "
		     "life if that is less); its "
		     "names were validated by http-01\n");
}

/* It is looked at when it falls due, whichever rule holds. */
SCENARIO(renew_days_beyond_half_of_the_life)
{
	CHECK_DUE(s, DAY(6), 30, DAY(3), SEC(2));
}

SCENARIO(renew_days_of_a_short_life)
{
	CHECK_DUE(s, MIN(5), 30, SEC(150), SEC(2));
}

/* The log says when, and by what rule: it is renewed in that minute. */
static void
tells_renewal(struct scenario *s, unsigned int days, const char *told)
{
	scenario_until_issued(s);
	scenario_stop(s);
	acme_buf_clear(&s->world.log);
	s->config->renew_days = days;
	scenario_run(s, SEC(1));
	CHECK_LOG(s, told);
}

SCENARIO(renewal_is_logged)
{
	tells_renewal(s, 0,
		      ": is served, and not due; it is renewed from 2026-03-18 "
		      "00:00:00 UTC on, 14 days before it expires (14 days, "
		      "or a third of its life if that is less); its names were "
		      "validated by http-01\n");
}

SCENARIO(renewal_of_a_short_life_is_logged)
{
	s->ca.lifetime_s = (int64_t)9 * 86400;
	tells_renewal(s, 0,
		      "it is renewed from 2026-01-07 00:00:00 UTC on, 3 days "
		      "before it expires (14 ");
}

SCENARIO(renewal_by_renew_days_is_logged)
{
	tells_renewal(s, 30,
		      "it is renewed from 2026-03-02 00:00:00 UTC on, 30 "
		      "days before it expires (renew-days, or half of its "
		      "life if that is less)");
}

SCENARIO(five_minutes_to_live)
{
	CHECK_DUE(s, MIN(5), 0, SEC(200), SEC(2));
}

/* A wall clock that jumps is seen within a minute. */
SCENARIO(clock_jumps)
{
	scenario_until_issued(s);
	scenario_run(s, HOUR(3));
	scenario_forget_requests(s);
	s->world.wall_jump_s = (int64_t)80 * 86400;
	scenario_run(s, MIN(1) + SEC(5));
	CHECK_INT(ca_count(&s->ca, "certificate"), 1);
}

SCENARIO(clock_jumps_behind_the_end)
{
	scenario_until_issued(s);
	s->world.wall_jump_s = (int64_t)100 * 86400;
	scenario_until_issued(s);
	CHECK_LOG(s, "valid until 2026-04-01 00:00:00 UTC, for n0.example: "
		     "a new one is due: it has expired; its names were "
		     "validated by ");
}

/* A minute, doubling, a fifth more or less, to six hours. */
SCENARIO(backoff_doubles)
{
	uint64_t wait_us = SEC(60), pause_us;
	unsigned int i;

	ca_script(&s->ca, (struct ca_line){ .resource = "directory",
					    .status = 403,
					    .body = CA_PROBLEM("unauthorized",
							       "go away") });
	scenario_until_failed(s);
	CHECK_SAID(s, "unauthorized: go away");
	for (i = 0; i < 15; i++) {
		scenario_until(s, ACME_PROGRESS_STARTED);
		pause_us = reported_us(s, 0) - reported_us(s, 1);
		CHECK_TIME(pause_us, wait_us * 79 / 100, wait_us * 121 / 100);
		wait_us = 2 * wait_us < HOUR(6) ? 2 * wait_us : HOUR(6);
	}
	CHECK_INT(ca_count(&s->ca, "directory"), 15);
}

/* With so little left, six hours would be too long; and in the last minutes no
 * CA is asked more often than after a first failure. */
SCENARIO(backoff_is_an_eighth_of_what_is_left)
{
	uint64_t left_us;

	s->ca.lifetime_s = 6 * 3600;
	scenario_until_issued(s);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 403 });
	for (;;) {
		scenario_until_failed(s);
		left_us = HOUR(6) - (s->world.agenda.now_us % HOUR(6));
		scenario_until(s, ACME_PROGRESS_STARTED);
		if (s->world.agenda.now_us >= HOUR(6))
			break;
		CHECK_TIME(reported_us(s, 0) - reported_us(s, 1), SEC(23),
			   left_us / 8 * 121 / 100 + SEC(38));
	}
}

SCENARIO(success_forgets_failures)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 403,
					    .times = 4 });
	scenario_until_issued(s);
	scenario_forget_requests(s);
	ca_next(&s->ca, "newOrder", 403, NULL, NULL);
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(reported_us(s, 0) - reported_us(s, 1), SEC(47), SEC(73));
}

/* §6.6: what the CA asks for counts more than our own backoff. */
SCENARIO(retry_after_of_hours)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7200\r\n",
		CA_PROBLEM("rateLimited", "too many"));
	scenario_until_failed(s);
	CHECK_SAID(s, "rateLimited: too many");
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(reported_us(s, 0) - reported_us(s, 1), HOUR(2),
		   HOUR(2) + SEC(1));
	scenario_until_issued(s);
}

/* Once, with what was wrong. */
static void
tells_next_attempt(const char *retry_after, const char *words)
{
	static struct scenario s;
	const char *told;

	scenario_set_up(&s);
	ca_next(&s.ca, "newOrder", 503, retry_after, NULL);
	scenario_until_failed(&s);
	CHECK_LOG(&s, words);
	told = strstr(acme_buf_str(&s.world.log), "next attempt in ");
	CHECK(told && !strstr(told + 1, "next attempt in "));
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(next_attempt_is_logged)
{
	(void)s;
	tells_next_attempt(
		"Retry-After: 100\r\n",
		"the CA responded with HTTP status 503; next attempt in 100 s");
	tells_next_attempt("Retry-After: 600\r\n",
			   "the CA responded with HTTP status 503; next "
			   "attempt in 10 min");
	tells_next_attempt(
		"Retry-After: 20000\r\n",
		"the CA responded with HTTP status 503; next attempt in 6 h");
}

SCENARIO(years_of_renewals)
{
	unsigned int i;

	for (i = 0; i < 10; i++) {
		scenario_run(s, DAY(70));
		scenario_until_issued(s);
	}
	CHECK_INT(s->ca.n_accounts, 1);
	CHECK_INT(ca_count(&s->ca, "certificate"), 11);
}
