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
	acme_buf_clear(&s->world.vhost.installed);
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
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_chain),
		   acme_buf_span(&s->world.vhost.installed));
}

static void
keep_key(struct scenario *s, enum acme_key_type type)
{
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key = NULL;

	CHECK_OK(acme_key_generate(type, &key, NULL));
	CHECK_OK(acme_key_to_pem(key, &pem));
	acme_key_unref(key);
	acme_buf_clear(&s->world.vhost.new_key);
	CHECK_OK(
		acme_buf_add(&s->world.vhost.new_key, acme_buf_span(&pem.buf)));
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
	CHECK(s->world.vhost.new_key.len);
	kept = acme_span_dup(acme_buf_span(&s->world.vhost.new_key));
	check_resumed(s);
	same = !strcmp(kept, acme_buf_str(&s->world.vhost.pair_key));
	free(kept);
	CHECK(same);
}

SCENARIO(restart_with_an_order_key_that_is_none)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_BEFORE,
					    .times = 1 });
	restart_at(s, "finalize");
	acme_buf_clear(&s->world.vhost.new_key);
	CHECK_OK(acme_buf_add(&s->world.vhost.new_key, ACME_SPAN("no key")));
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

/* The pair is there, and the state does not know it yet: what was fetched is
 * not fetched again when the next is due. */
SCENARIO(restart_behind_the_commit)
{
	scenario_until_issued(s);
	scenario_stop(s);
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "\"order\":");
	CHECK_OK(acme_buf_add(&s->world.vhost.new_key,
			      acme_buf_span(&s->world.vhost.pair_key)));
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_INT(ca_count(&s->ca, "certificate"), 1);
}

SCENARIO(restart_with_an_order_key_of_another_option)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_BEFORE,
					    .times = 1 });
	restart_at(s, "finalize");
	keep_key(s, ACME_KEY_P384);
	check_resumed(s);
}

SCENARIO(restart_after_the_order_key_was_lost)
{
	restart_at(s, "certificate");
	acme_buf_clear(&s->world.vhost.new_key);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(order_key_is_late)
{
	restart_at(s, "certificate");
	world_delay(&s->world, WORLD_GET_NEW_KEY, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	check_resumed(s);
}

SCENARIO(worker_never_reads_the_order_key)
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
