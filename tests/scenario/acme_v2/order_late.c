/* SPDX-License-Identifier: MIT */
/* Orders that take their time: when the CA is asked again, and how long. */
#include "client/enrollment/state_file.h"
#include "scenario.h"

/* When ${resource} was asked for the n-th time, from 0. */
static uint64_t
asked_us(const struct scenario *s, const char *resource, unsigned int n)
{
	const struct ca_request *request = ca_request(&s->ca, resource, n);

	CHECK(request);
	return request->at_us;
}

/* The next jobs but ${first} take for ever, once the order is looked at. */
static void
hold_worker(struct scenario *s, const char *resource, unsigned int first,
	    struct world_plan plan)
{
	scenario_until_asked(s, resource, 1);
	plan.first = first;
	plan.times = 1;
	s->world.vhost.plan[WORLD_WORK] = plan;
	scenario_until_failed(s);
}

#define SILENT ((struct world_plan){ .delay_us = AGENDA_NEVER })
#define FAILS  ((struct world_plan){ .err = ACME_ERR_CRYPTO })

/* The first look is when the CA has fetched the answer. */
SCENARIO(first_look)
{
	s->ca.fetch_us = MS(700);
	scenario_until_issued(s);
	CHECK_TIME(asked_us(s, "order", 0) - asked_us(s, "challenge", 0),
		   MS(700), MS(701));
	CHECK_INT(ca_count(&s->ca, "order"), 1);
}

SCENARIO(first_look_when_all_were_fetched)
{
	scenario_names(s, 3);
	s->ca.fetch_us = MS(500);
	scenario_until_issued(s);
	CHECK_TIME(asked_us(s, "order", 0) - asked_us(s, "challenge", 2),
		   MS(500), MS(501));
	CHECK_INT(ca_count(&s->ca, "order"), 1);
}

SCENARIO(fetched_before_the_answer)
{
	s->ca.fetch_us = 0;
	scenario_until_issued(s);
	CHECK_TIME(asked_us(s, "order", 0) - asked_us(s, "challenge", 0),
		   MS(10), MS(11));
}

SCENARIO(never_fetched)
{
	s->ca.fetch_us = SEC(3);
	scenario_until_issued(s);
	CHECK_TIME(asked_us(s, "order", 0) - asked_us(s, "challenge", 0),
		   SEC(2) + MS(10), SEC(2) + MS(11));
}

/* 100 ms, times 1.5, to a minute; each answer takes 10 ms. */
SCENARIO(polling_schedule)
{
	uint64_t pause_us = MS(100), gap_us;
	unsigned int i;

	s->ca.sign_us = SEC(400);
	scenario_until_issued(s);
	for (i = 2; i < ca_count(&s->ca, "order"); i++) {
		pause_us = pause_us * 3 / 2;
		pause_us = pause_us < SEC(60) ? pause_us : SEC(60);
		gap_us = asked_us(s, "order", i) - asked_us(s, "order", i - 1);
		CHECK_TIME(gap_us - MS(10), pause_us - 20, pause_us + 20);
	}
	CHECK(i > 15);
	CHECK_TIME(asked_us(s, "order", 1) - asked_us(s, "finalize", 0),
		   MS(110), MS(110));
}

/* Each order's poll says ${header}, and the next comes ${wait_us} later. */
static void
polls_each(struct scenario *s, const char *header, uint64_t wait_us)
{
	unsigned int i;

	s->ca.sign_us = SEC(20);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "order", .headers = header });
	scenario_until_issued(s);
	for (i = 2; i < ca_count(&s->ca, "order"); i++)
		CHECK_TIME(asked_us(s, "order", i) -
				   asked_us(s, "order", i - 1),
			   wait_us + MS(10), wait_us + MS(10));
	CHECK(i > 6);
}

SCENARIO(polling_as_the_ca_wants)
{
	polls_each(s, "Retry-After: 3\r\n", SEC(3));
}

/* "At once" is a second. */
SCENARIO(polling_at_once)
{
	polls_each(s, "Retry-After: 0\r\n", SEC(1));
}

/* When to look again is not when to order again. */
SCENARIO(retry_after_of_an_order_is_no_backoff)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "order",
					    .object = "invalid",
					    .headers = "Retry-After: 3\r\n" });
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, SEC(47), SEC(74));
}

/* Seven times in one order, and then a backoff that grows all the same. */
SCENARIO(retry_after_of_a_second)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 429,
					    .headers = "Retry-After: 1\r\n" });
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, SEC(6), SEC(7));
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, SEC(6 + 47), SEC(7 + 74));
}

SCENARIO(pending_while_the_ca_looks)
{
	s->ca.validate_us = SEC(1);
	scenario_until_issued(s);
	CHECK(ca_count(&s->ca, "order") > 3);
	CHECK_INT(ca_count(&s->ca, "authz"), 1);
}

/* After ten seconds the authorizations are looked at, again and again; the
 * order is given up after half an hour. */
SCENARIO(pending_for_ever)
{
	s->ca.never_decides = true;
	scenario_until_failed(s);
	CHECK_TIME(asked_us(s, "authz", 1) - asked_us(s, "challenge", 0),
		   SEC(10), SEC(11));
	CHECK_TIME(s->world.agenda.now_us, MIN(30), MIN(30) + SEC(1));
	CHECK_SAID(s, "not completed in time");
}

SCENARIO(processing_for_ever)
{
	s->ca.sign_us = AGENDA_NEVER;
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + SEC(1));
	CHECK_SAID(s, "not completed in time");
}

/* As who approves by hand may take his time; but not for ever. */
SCENARIO(processing_for_days)
{
	s->ca.sign_us = AGENDA_NEVER;
	scenario_run(s, DAY(2));
	CHECK_INT(s->ca.n_orders, 1);
	scenario_run(s, DAY(3));
	CHECK_INT(s->ca.n_orders, 2);
	s->ca.sign_us = 0;
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 3);
	CHECK_TIME(s->world.agenda.now_us, DAY(6), DAY(9));
}

SCENARIO(processing_for_days_and_restarts)
{
	unsigned int day;

	s->ca.sign_us = AGENDA_NEVER;
	for (day = 1; day <= 5; day++) {
		scenario_run(s, DAY(1));
		CHECK_INT(s->ca.n_orders, 1 + day / 4);
		scenario_stop(s);
	}
}

SCENARIO(pending_for_days)
{
	s->ca.never_decides = true;
	scenario_run(s, DAY(2));
	CHECK_INT(s->ca.n_orders, 1);
	scenario_run(s, DAY(3));
	CHECK_INT(s->ca.n_orders, 2);
}

/* An order of an earlier version: nobody knows how old it is. */
SCENARIO(processing_since_an_unknown_time)
{
	struct acme_state state = { .account_url = NULL };
	struct acme_buf *text = &s->world.vhost.state;

	s->ca.sign_us = AGENDA_NEVER;
	scenario_until_failed(s);
	scenario_run(s, SEC(10)); /* and that is saved */
	scenario_stop(s);
	CHECK_OK(acme_state_read(acme_buf_span(text), &state, NULL));
	state.ordered_s = 0;
	acme_buf_clear(text);
	CHECK_OK(acme_state_write(&state, text));
	acme_state_clear(&state);
	scenario_run(s, DAY(2));
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(look_at_the_signing_order_is_refused)
{
	s->ca.sign_us = SEC(60);
	scenario_until_asked(s, "finalize", 1);
	ca_next(&s->ca, "order", 403, NULL, CA_PROBLEM("unauthorized", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "unauthorized: no");
}

SCENARIO(look_at_the_signing_order_is_delayed)
{
	s->ca.sign_us = SEC(60);
	scenario_until_asked(s, "finalize", 1);
	ca_next(&s->ca, "order", 503, "Retry-After: 600\r\n", NULL);
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + SEC(1));
}

SCENARIO(no_key_can_be_made)
{
	hold_worker(s, "order", 0, FAILS);
	CHECK_INT(s->world.vhost.new_key.len, 0);
	scenario_until_issued(s);
}

SCENARIO(key_takes_for_ever)
{
	hold_worker(s, "order", 0, SILENT);
	CHECK_TIME(s->world.agenda.now_us, MIN(5), MIN(5) + SEC(1));
	scenario_until_issued(s);
}

SCENARIO(csr_takes_for_ever)
{
	hold_worker(s, "order", 1, SILENT);
	CHECK_TIME(s->world.agenda.now_us, MIN(5), MIN(5) + SEC(1));
}

SCENARIO(check_takes_for_ever)
{
	hold_worker(s, "certificate", 0, SILENT);
	CHECK_TIME(s->world.agenda.now_us, MIN(5), MIN(5) + SEC(1));
	CHECK_INT(s->world.vhost.n_installed, 0);
}

/* An answer that comes after its request was given up changes nothing. */
SCENARIO(late_key_is_dropped)
{
	hold_worker(s, "order", 0,
		    (struct world_plan){ .delay_us = MIN(5) + SEC(1) });
	scenario_run(s, SEC(2));
	CHECK_INT(s->world.vhost.new_key.len, 0);
	scenario_until_issued(s);
}
