/* SPDX-License-Identifier: MIT */
/*
 * What is wrong for days is said at once, and once a day, with what clients get
 * meanwhile: wherever a certificate waits.
 */
#include "scenario.h"

#define DAYS 5

#define VALID                                                              \
	"; clients get certificate 1001, valid until 2026-04-01 00:00:00 " \
	"UTC\n"
#define NONE   "; clients get no certificate\n"
#define UNSEEN "; it is not known yet what clients get\n"

/* Lines of the log from ${from} on that have ${words}. */
static unsigned int
count(const struct scenario *s, size_t from, const char *words)
{
	const char *at = acme_buf_str(&s->world.log) + from;
	unsigned int n;

	for (n = 0; (at = strstr(at, words)); n++)
		at += strlen(words);
	return n;
}

/* All that an operator sees who does not ask for more. */
static unsigned int
n_lines(const struct scenario *s)
{
	return s->world.n_lines[ACME_LOG_ERR] +
	       s->world.n_lines[ACME_LOG_WARN] +
	       s->world.n_lines[ACME_LOG_NOTICE];
}

/* For ${days}: ${line} is said in the next minutes, and then each day, and
 * nothing else but ${n} lines at the beginning. */
static void
check_days(struct scenario *s, unsigned int days, const char *line,
	   unsigned int n)
{
	size_t from = s->world.log.len;
	unsigned int before = n_lines(s), day;

	scenario_run(s, MIN(20));
	CHECK_INT(count(s, from, line), 1);
	for (day = 1; day <= days; day++) {
		scenario_run(s, DAY(1));
		CHECK_INT(count(s, from, line), day + 1);
		CHECK_INT(n_lines(s) - before, day + 1 + n);
	}
}

static void
check_daily(struct scenario *s, const char *line, unsigned int n)
{
	check_days(s, DAYS, line, n);
}

/* There is a pair, and the server starts again. */
static void
restart(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, MIN(1));
	scenario_stop(s);
}

/* A minute before it is due. */
static void
nearly_due(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, DAY(76) - MIN(2));
}

SCENARIO(daily_where_the_owner_is_not_known)
{
	world_fail(&s->world, WORLD_OWNER, ACME_ERR_SYSTEM, 0);
	check_daily(s,
		    "n0.example: cannot tell whether another ACME client keeps "
		    "the certificate's files, trying again and writing nothing "
		    "meanwhile: looking for the owner: system" UNSEEN,
		    0);
}

SCENARIO(daily_where_the_pair_is_not_read)
{
	restart(s);
	world_fail(&s->world, WORLD_GET_PAIR, ACME_ERR_SYSTEM, 0);
	check_daily(s,
		    "n0.example: cannot read the stored certificate, trying "
		    "again and ordering no new one meanwhile: reading the "
		    "pair: system" UNSEEN,
		    0);
}

SCENARIO(daily_where_the_pair_is_not_installed)
{
	restart(s);
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_SYSTEM, 0);
	check_daily(s,
		    "n0.example: cannot install certificate 1001 in the "
		    "running server, trying again: installing: system" UNSEEN,
		    0);
}

/* Without the account's key each attempt begins with the stored pair.  What it
 * says of that is for who asks for more. */
static void
check_pair_once(struct scenario *s, enum world_request pair, const char *line)
{
	unsigned int before;

	restart(s);
	world_fail(&s->world, pair, ACME_ERR_INVALID, 0);
	world_fail(&s->world, WORLD_GET_ACCOUNT_KEY, ACME_ERR_INVALID, 0);
	before = n_lines(s);
	scenario_run(s, DAY(DAYS) + MIN(20));
	CHECK_INT(n_lines(s) - before, 1 + 1 + DAYS);
	CHECK(count(s, 0, line) > DAYS);
}

SCENARIO(daily_where_the_pair_is_unusable_and_the_key_is_not_read)
{
	check_pair_once(s, WORLD_GET_PAIR,
			"the stored certificate and key are unusable");
}

SCENARIO(daily_where_the_pair_is_refused_and_the_key_is_not_read)
{
	check_pair_once(s, WORLD_INSTALL,
			"cannot serve the stored certificate");
}

/* What was ordered before it is served on. */
SCENARIO(daily_where_the_new_pair_is_not_installed)
{
	nearly_due(s);
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_SYSTEM, 0);
	check_daily(s,
		    "n0.example: cannot install certificate 1002 in the "
		    "running server, trying again: installing: system" VALID,
		    2); /* it is due, and asked for */
}

SCENARIO(daily_where_the_pair_of_another_is_not_read)
{
	restart(s);
	s->world.vhost.kept_by = "certbot";
	world_fail(&s->world, WORLD_GET_PAIR, ACME_ERR_INVALID, 0);
	check_daily(s,
		    "n0.example: cannot serve the certificate of certbot, "
		    "trying again: reading the pair: invalid" UNSEEN,
		    0);
}

SCENARIO(daily_where_the_pair_of_another_is_refused)
{
	restart(s);
	s->world.vhost.kept_by = "certbot";
	scenario_run(s, MIN(1));
	acme_buf_clear(&s->world.vhost.pair_chain);
	CHECK_OK(
		acme_buf_add(&s->world.vhost.pair_chain, ACME_SPAN("another")));
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_INVALID, 0);
	check_daily(s,
		    "n0.example: cannot serve the certificate of certbot, "
		    "trying again: installing: invalid" VALID,
		    0);
}

SCENARIO(daily_where_the_pair_is_not_stored)
{
	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_SYSTEM, 0);
	check_daily(s,
		    "n0.example: cannot save certificate 1001, it is in memory "
		    "alone, trying again: writing the pair: system",
		    5);
	CHECK_INT(count(s, 0, "writing the pair: system" NONE), 1);
	CHECK_INT(count(s, 0, "writing the pair: system" VALID), DAYS);
}

/* Another process has the lease, and orders nothing.  It is asked each two
 * seconds. */
SCENARIO(daily_where_another_process_is_to_order)
{
	static const struct world_vhost other;

	nearly_due(s);
	s->world.vhost.holder = &other;
	check_days(s, 1,
		   "n0.example: waiting for a new certificate: another "
		   "process with the same files may order it" VALID,
		   1);
}

SCENARIO(daily_where_the_lease_is_not_answered)
{
	nearly_due(s);
	world_delay(&s->world, WORLD_LEASE, AGENDA_NEVER, 0);
	check_daily(s,
		    "n0.example: waiting for a new certificate: the disk did "
		    "not say in time which process may order it" VALID,
		    1);
}

/* However often it is tried: what each attempt says is for who asks for
 * more. */
SCENARIO(daily_where_the_ca_fails)
{
	unsigned int before;

	nearly_due(s);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 500 });
	before = n_lines(s);
	scenario_until_failed(s);
	CHECK_INT(n_lines(s) - before, 3);
	CHECK_LOG(s, "the CA responded with HTTP status 500; next attempt in "
		     "67 s" VALID);
	scenario_run(s, DAY(DAYS) + MIN(2));
	CHECK_INT(n_lines(s) - before, 3 + DAYS);
	CHECK(count(s, 0, "n0.example: no new certificate: ") > 2 * DAYS);
	/* The first order had a reason of its own. */
	CHECK_INT(count(s, 0, "a new one is due: "),
		  count(s, 0, "asking " CA_URL) - 1);
}

/* Each has another URL, and what it says has the URL in it. */
SCENARIO(daily_where_each_order_fails)
{
	unsigned int before;

	nearly_due(s);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "finalize",
				    .status = 403,
				    .body = CA_PROBLEM("compound", "no") });
	before = n_lines(s);
	scenario_until_failed(s);
	CHECK_INT(n_lines(s) - before, 3);
	CHECK_LOG(s, "finalize/2: compound: no; next attempt in ");
	scenario_run(s, DAY(DAYS) + MIN(10));
	CHECK_INT(n_lines(s) - before, 3 + DAYS);
	CHECK_LOG(s, "finalize/9: compound: no; next attempt in ");
}

SCENARIO(daily_where_only_the_operator_can_help)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 403,
					    .body = CA_PROBLEM("caa", "no") });
	check_daily(s, "n0.example: no new certificate: ", 3);
	CHECK_INT(count(s, 0, "next attempt in 24 h" NONE), DAYS + 1);
}

/* And the pause goes on after a restart. */
SCENARIO(daily_where_the_next_attempt_is_put_off)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 80000\r\n", NULL);
	scenario_until_failed(s);
	scenario_run(s, HOUR(1));
	scenario_stop(s);
	scenario_run(s, HOUR(3));
	CHECK_INT(count(s, 0,
			"n0.example: no new certificate: earlier attempts "
			"failed (1); next attempt in 21 h" NONE),
		  1);
}

/* The newer pair of another process is refused each time. */
SCENARIO(daily_where_the_pair_of_another_process_is_not_taken)
{
	struct other *second;

	scenario_until_issued(s);
	second = scenario_process(s);
	second->config->renew_days = 30;
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_INVALID, 0);
	scenario_run(s, DAY(76) - MIN(2));
	CHECK_INT(other_count(second, ACME_PROGRESS_ISSUED), 1);
	check_days(s, 2,
		   "n0.example: cannot serve the certificate that another "
		   "process got: installing: invalid" VALID,
		   2);
}
