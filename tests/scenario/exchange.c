/* SPDX-License-Identifier: MIT */
/* One request to the CA and each reason to repeat it (RFC 8555 §6). */
#include "scenario.h"

#define BUSY_BODY CA_PROBLEM("rateLimited", "too many")

/* From the first request for ${resource} to the second. */
static uint64_t
gap_us(const struct scenario *s, const char *resource)
{
	CHECK(ca_count(&s->ca, resource) >= 2);
	return ca_request(&s->ca, resource, 1)->at_us -
	       ca_request(&s->ca, resource, 0)->at_us;
}

/* The first request for ${resource} meets ${how}; all ends well. */
static void
meet(struct scenario *s, const char *resource, enum ca_how how)
{
	ca_script(&s->ca, (struct ca_line){ .resource = resource,
					    .how = how,
					    .times = 1 });
	scenario_until_issued(s);
}

SCENARIO(bad_nonce_is_repeated_at_once)
{
	ca_next(&s->ca, "newOrder", 400, NULL, CA_PROBLEM("badNonce", "old"));
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder newOrder "
			  "authz challenge order finalize certificate");
	CHECK_TIME(gap_us(s, "newOrder"), MS(10), MS(10));
}

SCENARIO(nonces_expire)
{
	scenario_until_asked(s, "authz", 1);
	ca_forget_nonces(&s->ca);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 2);
}

SCENARIO(bad_nonces_are_bounded)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .status = 400,
				    .body = CA_PROBLEM("badNonce", "old") });
	scenario_until_failed(s);
	CHECK_SAID(s, "badNonce: old");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 21);
}

/* Each request then asks for its own, also the repeated one. */
SCENARIO(answers_without_nonces)
{
	s->ca.gives_no_nonces = true;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newNonce"), s->ca.n_requests / 2);
}

SCENARIO(new_nonce_is_busy)
{
	ca_next(&s->ca, "newNonce", 503, "Retry-After: 5\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(gap_us(s, "newNonce"), SEC(5) + MS(10), SEC(5) + MS(10));
}

SCENARIO(new_nonce_is_not_answered)
{
	meet(s, "newNonce", CA_NO_ANSWER);
	CHECK_TIME(gap_us(s, "newNonce"), SEC(61), SEC(63));
}

SCENARIO(directory_is_busy)
{
	ca_next(&s->ca, "directory", 503, "Retry-After: 7\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(gap_us(s, "directory"), SEC(7) + MS(10), SEC(7) + MS(10));
}

SCENARIO(directory_is_not_answered)
{
	meet(s, "directory", CA_NO_ANSWER);
	CHECK_TIME(gap_us(s, "directory"), SEC(61), SEC(63));
}

SCENARIO(retry_after_of_seconds)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7\r\n", BUSY_BODY);
	scenario_until_issued(s);
	CHECK_TIME(gap_us(s, "newOrder"), SEC(7) + MS(10), SEC(7) + MS(10));
}

/* RFC 9110 §10.2.3: a date; the world begins at 2026-01-01 00:00:00. */
SCENARIO(retry_after_of_a_date)
{
	ca_next(&s->ca, "newOrder", 503,
		"Retry-After: Thu, 01 Jan 2026 00:00:20 GMT\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "newOrder", 1)->at_us, SEC(20), SEC(21));
}

/* Six times, with 2, 4, 8, 16, 32 and 60 seconds between, a quarter more or
 * less; then it is the certificate's turn to wait. */
SCENARIO(tries_are_bounded)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 500 });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 7);
	CHECK_TIME(s->world.agenda.now_us, SEC(122 * 3 / 4), SEC(122 * 5 / 4));
	CHECK_SAID(s, CA_URL "newOrder: the CA answered 500");
}

SCENARIO(ca_cannot_be_resolved)
{
	world_fail(&s->world, WORLD_CONNECT, ACME_ERR_RESOLVE, 3);
	scenario_until_issued(s);
	CHECK_INT(s->world.n_opened, 4);
}

SCENARIO(ca_is_not_who_it_says)
{
	world_fail(&s->world, WORLD_CONNECT, ACME_ERR_TLS, 0);
	scenario_until_failed(s);
	CHECK_SAID(s, "ca.test: tls");
	CHECK_INT(s->world.n_opened, 7);
	CHECK_INT(s->ca.n_requests, 0);
}

SCENARIO(ca_takes_no_connection)
{
	world_delay(&s->world, WORLD_CONNECT, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, SEC(21), SEC(23));
}

/* Closed while nobody looked: what it did not see is sent again at once, with
 * a new nonce. */
SCENARIO(kept_connection_was_closed)
{
	meet(s, "newOrder", CA_HANG_UP_BEFORE);
	CHECK_TIME(gap_us(s, "newOrder"), MS(10), MS(10));
	CHECK_INT(s->world.n_opened, 2);
}

SCENARIO(connection_lost_after_the_request)
{
	meet(s, "newOrder", CA_HANG_UP_AFTER);
	CHECK_INT(s->ca.n_orders, 2);
}

/* It hangs up each time.  A connection that just brought a nonce is a kept
 * one, so eight of the repetitions come at once. */
SCENARIO(ca_always_hangs_up)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .how = CA_HANG_UP_BEFORE });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 7 + 8);
	CHECK_SAID(s, "cut off at byte 0");
}

SCENARIO(answer_is_cut)
{
	meet(s, "newOrder", CA_HANG_UP_WITHIN);
	CHECK_TIME(gap_us(s, "newOrder"), SEC(1), SEC(3));
}

SCENARIO(answer_is_not_http)
{
	meet(s, "newOrder", CA_NOT_HTTP);
	CHECK_TIME(gap_us(s, "newOrder"), SEC(1), SEC(3));
}

SCENARIO(more_than_the_answer)
{
	meet(s, "certificate", CA_TOO_MUCH);
	scenario_run(s, MS(10));
	CHECK_INT(s->world.n_streams, 0);
}

SCENARIO(order_is_not_answered)
{
	meet(s, "newOrder", CA_NO_ANSWER);
	CHECK_TIME(gap_us(s, "newOrder"), SEC(61), SEC(63));
}

/* The first job made the account key, the second signs newAccount. */
SCENARIO(signing_fails)
{
	s->world.vhost.plan[WORLD_WORK] = (struct world_plan){
		.first = 1, .err = ACME_ERR_CRYPTO, .times = 1
	};
	scenario_until_failed(s);
	CHECK_SAID(s, "JWS: signing");
	CHECK_REQUESTS(s, "directory newNonce");
	scenario_until_issued(s);
}

SCENARIO(signing_takes_for_ever)
{
	s->world.vhost.plan[WORLD_WORK] = (struct world_plan){
		.first = 1, .delay_us = AGENDA_NEVER, .times = 1
	};
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(1) + SEC(1));
	scenario_until_issued(s);
}

/* The CA's own fault is none of ours, whatever the status (6.7). */
SCENARIO(server_internal_of_400)
{
	ca_next(&s->ca, "newOrder", 400, NULL,
		CA_PROBLEM("serverInternal", "oops"));
	scenario_until_issued(s);
	CHECK_LOG(s, "newOrder: serverInternal: oops; trying again");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
}

SCENARIO(directory_wants_an_hour)
{
	ca_next(&s->ca, "directory", 503, "Retry-After: 3600\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(gap_us(s, "directory"), HOUR(1), HOUR(1) + SEC(1));
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
	CHECK_TIME(gap_us(&s, "newOrder") - MS(10), low_us, high_us);
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
	waits("soon", MS(1500), MS(2500));
	waits("-7", MS(1500), MS(2500));
}
