/* SPDX-License-Identifier: MIT */
/*
 * A server that is started again: what the run before it learnt is used, and
 * no order, account or key is made where there is one.
 */
#include "scenario.h"

#include <stdlib.h>

/* The server ends when the CA is asked for ${resource}, and begins again. */
static void
restart_at(struct scenario *s, const char *resource)
{
	scenario_until_asked(s, resource, 1);
	scenario_stop(s);
	acme_buf_clear(&s->world.installed);
	scenario_forget_requests(s);
}

/* What was issued is served, by the account and the order that were there. */
static void
check_resumed(struct scenario *s)
{
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 0);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 0);
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_SPAN(acme_buf_span(&s->world.pair_chain),
		   acme_buf_span(&s->world.installed));
}

static void
keep_key(struct scenario *s, enum acme_key_type type)
{
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key = NULL;

	CHECK_OK(acme_key_generate(type, &key, NULL));
	CHECK_OK(acme_key_to_pem(key, &pem));
	acme_key_unref(key);
	acme_buf_clear(&s->world.new_key);
	CHECK_OK(acme_buf_add(&s->world.new_key, acme_buf_span(&pem.buf)));
	acme_secret_clear(&pem);
}

SCENARIO(restart_while_the_order_is_pending)
{
	s->ca.fetch_us = SEC(5); /* it looks after the restart only */
	restart_at(s, "challenge");
	check_resumed(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 1);
}

/* The order became ready, and no key was made for it yet. */
SCENARIO(restart_of_a_ready_order_without_a_key)
{
	restart_at(s, "challenge");
	scenario_forget_requests(s);
	world_run(&s->world, SEC(1)); /* the CA goes on */
	s->ca.orders->authzs[0].status = "valid";
	s->ca.orders->status = "ready";
	check_resumed(s);
	CHECK_INT(ca_count(&s->ca, "authz"), 0);
}

/* The CA did not get the request: the key that was kept is used. */
SCENARIO(restart_of_a_ready_order_with_its_key)
{
	char *kept;
	bool same;

	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_BEFORE,
					    .times = 1 });
	restart_at(s, "finalize");
	CHECK(s->world.new_key.len);
	kept = acme_span_dup(acme_buf_span(&s->world.new_key));
	check_resumed(s);
	same = !strcmp(kept, acme_buf_str(&s->world.pair_key));
	free(kept);
	CHECK(same);
}

SCENARIO(restart_with_a_kept_key_that_is_none)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_BEFORE,
					    .times = 1 });
	restart_at(s, "finalize");
	acme_buf_clear(&s->world.new_key);
	CHECK_OK(acme_buf_add(&s->world.new_key, ACME_SPAN("no key")));
	check_resumed(s);
}

SCENARIO(restart_while_the_ca_signs)
{
	s->ca.sign_us = MIN(1);
	restart_at(s, "finalize");
	check_resumed(s);
	CHECK_INT(ca_count(&s->ca, "finalize"), 0);
}

SCENARIO(restart_before_the_certificate_came)
{
	restart_at(s, "certificate");
	check_resumed(s);
	CHECK_INT(ca_count(&s->ca, "finalize"), 0);
}

SCENARIO(restart_with_a_kept_key_of_another_option)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_BEFORE,
					    .times = 1 });
	restart_at(s, "finalize");
	keep_key(s, ACME_KEY_P384);
	check_resumed(s);
}

SCENARIO(restart_after_the_kept_key_was_lost)
{
	restart_at(s, "certificate");
	acme_buf_clear(&s->world.new_key);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(kept_key_is_late)
{
	restart_at(s, "certificate");
	world_delay(&s->world, WORLD_GET_NEW_KEY, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	check_resumed(s);
}

SCENARIO(worker_never_reads_the_kept_key)
{
	restart_at(s, "certificate");
	scenario_until_asked(s, "order", 1);
	world_delay(&s->world, WORLD_WORK, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	check_resumed(s);
}

SCENARIO(saved_order_is_lost)
{
	restart_at(s, "challenge");
	ca_next(&s->ca, "order", 404, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 0);
}

SCENARIO(saved_order_is_malformed)
{
	restart_at(s, "challenge");
	ca_next(&s->ca, "order", 400, NULL, CA_PROBLEM("malformed", "no"));
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(saved_order_is_invalid)
{
	restart_at(s, "challenge");
	s->ca.orders->status = "invalid";
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

/* The CA lost all it knew. */
SCENARIO(saved_account_is_lost)
{
	restart_at(s, "challenge");
	ca_forget_account(&s->ca);
	ca_forget_nonces(&s->ca);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

/* An order lost under way is made again at once, and once. */
SCENARIO(order_is_lost_under_way)
{
	ca_next(&s->ca, "order", 404, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK(s->world.agenda.now_us < SEC(10));
}

SCENARIO(account_is_lost_under_way)
{
	ca_next(&s->ca, "finalize", 400, NULL,
		CA_PROBLEM("accountDoesNotExist", "who?"));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
	CHECK_INT(s->ca.n_orders, 2);
}

/* The state as it is told in docs/state-file.md. */
SCENARIO(state_is_cleared_when_all_is_done)
{
	scenario_until_asked(s, "challenge", 1);
	CHECK_HAS(acme_buf_str(&s->world.state),
		  "\"account\":\"https://ca.test/account/1\","
		  "\"order\":\"https://ca.test/order/1\"");
	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	CHECK_STR(acme_buf_str(&s->world.state),
		  "{\"version\":1,\"account\":\"https://ca.test/account/1\","
		  "\"certificate\":\"1001\",\"failures\":0,\"not-before\":0}");
	CHECK_INT(strlen(s->world.state_tag), 16);
}

static void
state_is(struct scenario *s, const char *text, const char *said)
{
	scenario_until_issued(s);
	scenario_run(s, SEC(1)); /* it has written its own */
	scenario_stop(s);
	acme_buf_clear(&s->world.state);
	CHECK_OK(acme_buf_add(&s->world.state, acme_span_str(text)));
	scenario_until_issued(s);
	CHECK_LOG(s, said);
	CHECK_LOG(s, "what earlier runs learnt is not known");
}

SCENARIO(state_is_garbage)
{
	state_is(s, "\x01\x02{", "state: ");
}

SCENARIO(state_is_of_another_version)
{
	state_is(s, "{\"version\":2,\"failures\":0,\"not-before\":0}",
		 "version 2 is not known");
}

SCENARIO(state_has_no_https_url)
{
	state_is(s,
		 "{\"version\":1,\"order\":\"http://ca.test/order/1\","
		 "\"failures\":0,\"not-before\":0}",
		 "order");
}

SCENARIO(state_has_a_number_that_makes_no_sense)
{
	state_is(s, "{\"version\":1,\"failures\":-1,\"not-before\":0}",
		 "'failures' is out of range");
}

SCENARIO(state_has_a_serial_that_is_too_long)
{
	state_is(s,
		 "{\"version\":1,\"certificate\":\"00000000000000000000000000"
		 "000000000000000000000000000000000000000000\",\"failures\":0,"
		 "\"not-before\":0}",
		 "'certificate' is too long");
}

SCENARIO(state_cannot_be_read)
{
	world_fail(&s->world, WORLD_GET_STATE, ACME_ERR_SYSTEM, 1);
	scenario_until_issued(s);
	CHECK_LOG(s, "is not known: reading the state: system");
}

SCENARIO(state_is_late)
{
	world_delay(&s->world, WORLD_GET_STATE, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(1) + SEC(2));
}

SCENARIO(state_cannot_be_written)
{
	world_fail(&s->world, WORLD_PUT_STATE, ACME_ERR_SYSTEM, 0);
	scenario_until_issued(s);
	CHECK_LOG(s, "will not know of this order: writing the state: system");
	CHECK_LOG(s, "will not know of this: writing the state: system");
}

/* Each of the four times in an issuance that it is written. */
SCENARIO(state_is_written_late)
{
	world_delay(&s->world, WORLD_PUT_STATE, MIN(2), 0);
	scenario_until_issued(s);
	scenario_run(s, MIN(5));
	CHECK_TIME(s->world.reports[1].at_us, MIN(3), MIN(4));
}

/* Another CA, name or key type: the one that is served is not it. */
static void
change(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_stop(s);
	scenario_forget_requests(s);
}

SCENARIO(names_are_changed)
{
	change(s);
	scenario_names(s, 2);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK(s->world.agenda.now_us < MIN(1));
	CHECK_LOG(s, "2 names");
}

SCENARIO(key_type_is_changed)
{
	change(s);
	s->config->key_type = ACME_KEY_P384;
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(directory_is_changed)
{
	change(s);
	free(s->config->directory_url);
	s->config->directory_url =
		acme_span_dup(ACME_SPAN(CA_URL "directory/2"));
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

/* The order of names is the operator's whim. */
SCENARIO(names_in_another_order)
{
	char *first;

	scenario_names(s, 2);
	change(s);
	first = s->config->names[0];
	s->config->names[0] = s->config->names[1];
	s->config->names[1] = first;
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_requests, 0);
}

/* What the run before had to wait for, this one waits for, too. */
SCENARIO(restart_waits_as_long)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7200\r\n",
		CA_PROBLEM("rateLimited", "too many"));
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK_LOG(s, "earlier attempts failed (1), the next is in 71");
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(2), HOUR(2) + SEC(3));
}

/* Failures are counted over restarts, so the backoff grows. */
SCENARIO(restarts_do_not_shorten_the_backoff)
{
	unsigned int i;

	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 403 });
	for (i = 0; i < 5; i++) {
		scenario_until_failed(s);
		scenario_run(s, SEC(1));
		scenario_stop(s);
	}
	CHECK_TIME(s->world.agenda.now_us, SEC(15 * 60 * 79 / 100),
		   SEC(15 * 60 * 121 / 100 + 20));
	CHECK_HAS(acme_buf_str(&s->world.state), "\"failures\":5");
}
