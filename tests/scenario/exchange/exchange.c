/* SPDX-License-Identifier: MIT */
/* One request to the CA and each reason to repeat it (RFC 8555 §6). */
#include "scenario.h"

/* The model CA takes 10 ms for an answer. */
#define US_BEFORE_AN_ANSWER MS(5)

/* The first request for ${resource} meets ${how}; all ends well. */
static void
meet(struct scenario *s, const char *resource, enum ca_how how)
{
	ca_script(&s->ca, (struct ca_line){ .resource = resource,
					    .how = how,
					    .times = 1 });
	scenario_until_issued(s);
}

SCENARIO(directory_is_busy)
{
	ca_next(&s->ca, "directory", 503, "Retry-After: 7\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "directory"), SEC(7) + MS(10),
		   SEC(7) + MS(10));
}

SCENARIO(directory_is_not_answered)
{
	meet(s, "directory", CA_NO_ANSWER);
	CHECK_TIME(scenario_gap_us(s, "directory"), SEC(61), SEC(63));
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
	CHECK_SAID(s, CA_URL "newOrder: the CA responded with HTTP status 500");
}

SCENARIO(ca_cannot_be_resolved)
{
	world_fail(&s->world, WORLD_RESOLVE, ACME_ERR_RESOLVE, 3);
	scenario_until_issued(s);
	CHECK_INT(s->world.n_opened, 4);
}

/* Neither passes within minutes: once an attempt is enough. */
static void
is_not_tried_again(struct scenario *s, enum world_request request,
		   enum acme_err err)
{
	world_fail(&s->world, request, err, 0);
	scenario_until_failed(s);
	CHECK_SAID(s, "ca.test: ");
	CHECK_SAID(s, acme_err_name(err));
	CHECK_INT(s->world.n_opened, 1);
	CHECK_INT(s->ca.n_requests, 0);
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
	world_fail(&s->world, request, ACME_OK, 0);
	scenario_until_issued(s);
}

SCENARIO(ca_is_not_who_it_says)
{
	is_not_tried_again(s, WORLD_SECURE, ACME_ERR_TLS);
}

SCENARIO(ca_does_not_exist)
{
	is_not_tried_again(s, WORLD_RESOLVE, ACME_ERR_NO_HOST);
}

/* The order that was under way is gone on with. */
SCENARIO(ca_is_another_amid_an_order)
{
	scenario_until_asked(s, "authz", 1);
	world_stream_end(s->world.streams, ACME_SPAN(""), ACME_ERR_CLOSED, 0);
	world_fail(&s->world, WORLD_SECURE, ACME_ERR_TLS, 1);
	scenario_until_failed(s);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(ca_takes_no_connection)
{
	world_delay(&s->world, WORLD_CONNECT, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, SEC(21), SEC(23));
}

/* Closed while nobody looked: what it did not see is sent again at once, with
 * a new nonce. */
SCENARIO(reused_connection_was_closed)
{
	meet(s, "newOrder", CA_HANG_UP_BEFORE);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), MS(10), MS(10));
	CHECK_INT(s->world.n_opened, 3);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder newNonce "
			  "newOrder authz challenge order finalize "
			  "certificate");
}

/* What a CA answers that closes behind each answer, and does not say so, but
 * only so much later. */
static void
closes_unsaid(struct scenario *s, uint64_t after_us)
{
	s->ca.closes_after_us = after_us;
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < SEC(2));
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(ca_count(&s->ca, "finalize"), 1);
}

/* The end is seen while the next request is being signed: no nonce is lost. */
SCENARIO(ca_closes_while_we_sign)
{
	world_delay(&s->world, WORLD_WORK, MS(2), 0);
	closes_unsaid(s, MS(1));
	CHECK_INT(ca_count(&s->ca, "newNonce"), 1);
}

/* Behind the next request: that is lost, with its nonce, and comes again on a
 * connection that has carried nothing. */
SCENARIO(ca_closes_under_our_request)
{
	closes_unsaid(s, US_BEFORE_AN_ANSWER);
}

SCENARIO(ca_closes_under_each_request_of_ten_names)
{
	scenario_names(s, 10);
	closes_unsaid(s, US_BEFORE_AN_ANSWER);
}

SCENARIO(connection_lost_after_the_request)
{
	meet(s, "newOrder", CA_HANG_UP_AFTER);
	CHECK_INT(s->ca.n_orders, 2);
}

/* It hangs up each time: each try is one on a kept connection, and at once
 * another on one that has carried nothing before. */
SCENARIO(ca_always_hangs_up)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .how = CA_HANG_UP_BEFORE });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 7 + 7);
	CHECK_SAID(s, "cut off at byte 0");
}

SCENARIO(response_is_cut)
{
	meet(s, "newOrder", CA_HANG_UP_WITHIN);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), SEC(1), SEC(3));
}

SCENARIO(response_is_not_http)
{
	meet(s, "newOrder", CA_NOT_HTTP);
	CHECK_TIME(scenario_gap_us(s, "newOrder"), SEC(1), SEC(3));
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
	CHECK_TIME(scenario_gap_us(s, "newOrder"), SEC(61), SEC(63));
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
