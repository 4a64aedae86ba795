/* SPDX-License-Identifier: MIT */
/*
 * Connections and their pool.  Some of these need a holder that does worse
 * than exchange.flow ever would: exchanges that are not run.
 */
#include "scenario.h"

#define N_HOLDERS (3 * CONNECTION_POOL_SIZE)

/* Exchanges that wait for a connection and do nothing with it. */
static void
ask_idly(struct scenario *s, struct acme_exchange *holders, unsigned int n)
{
	struct acme_ca *ca = &s->account.ca;

	for (; n--; holders++) {
		acme_exchange_prepare_get(holders, ca, NULL);
		holders->to = (struct acme_origin){ ACME_SPAN("ca.test"), 443 };
		acme_pool_ask(&ca->pool, holders);
	}
}

static void
clear(struct scenario *s, struct acme_exchange *holders, unsigned int n)
{
	scenario_stop(s);
	while (n--)
		acme_exchange_clear(holders++);
}

/* The ACME client begins, and waits a second for its account key. */
static void
begin(struct scenario *s)
{
	world_delay(&s->world, WORLD_GET_ACCOUNT_KEY, SEC(1), 1);
	scenario_run(s, 0);
}

SCENARIO(idle_connection_is_closed)
{
	scenario_until_issued(s);
	CHECK_INT(s->world.n_streams, 1);
	scenario_run(s, SEC(31));
	CHECK_INT(s->world.n_streams, 0);
}

/* Each of the first is told to be dead, or says nothing. */
SCENARIO(dead_addresses_before_a_good_one)
{
	s->world.n_refusing = 3;
	s->world.n_silent = 4;
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us,
		   3 * MS(10) + 4 * MS(250), 3 * MS(10) + 4 * MS(250) + MS(1));
}

/* As fast as they refuse, others are not asked. */
SCENARIO(addresses_that_refuse_do_not_make_it_hurry)
{
	s->world.n_refusing = 50;
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, 50 * MS(10),
		   50 * MS(10) + MS(1));
}

/* All of them are tried in the time that one has. */
SCENARIO(addresses_that_say_nothing)
{
	s->world.n_silent = 1000;
	scenario_run(s, SEC(20) - MS(1));
	CHECK_INT(s->world.n_streams, 1);
	scenario_run(s, MS(2));
	CHECK_INT(s->world.n_streams, 0);
	scenario_run(s, MIN(10));
	CHECK_SAID(s, "no connection to ca.test:443 in time");
	s->world.n_silent = 0;
	scenario_until_issued(s);
}

/* Each step has its own time, and what is said is which one is late. */
static void
late(struct scenario *s, enum world_request step, const char *why)
{
	world_delay(&s->world, step, AGENDA_NEVER, 0);
	scenario_run(s, SEC(20) - MS(1));
	CHECK_INT(s->world.n_streams, 1);
	scenario_run(s, MS(2));
	CHECK_INT(s->world.n_streams, 0);
	scenario_run(s, MIN(10));
	CHECK_SAID(s, why);
	world_delay(&s->world, step, 0, 0);
	scenario_until_issued(s);
}

SCENARIO(resolver_is_late)
{
	late(s, WORLD_RESOLVE,
	     "ca.test has no address from the system's resolver in time");
}

SCENARIO(tls_is_late)
{
	late(s, WORLD_SECURE,
	     "ca.test accepts the connection, and does not complete the TLS "
	     "handshake in time");
}

/* A resolver and addresses that are slow leave TLS its time. */
SCENARIO(each_step_has_its_own_time)
{
	world_delay(&s->world, WORLD_RESOLVE, SEC(19), 1);
	world_delay(&s->world, WORLD_CONNECT, SEC(19), 1);
	world_delay(&s->world, WORLD_SECURE, SEC(19), 1);
	scenario_until_issued(s);
	CHECK_INT(s->world.n_opened, 1);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, SEC(57),
		   SEC(57) + MS(1));
}

SCENARIO(ca_closes_an_idle_connection)
{
	scenario_until_issued(s);
	world_stream_end(s->world.streams, ACME_SPAN(""), ACME_ERR_CLOSED,
			 SEC(5));
	scenario_run(s, SEC(6));
	CHECK_INT(s->world.n_streams, 0);
}

SCENARIO(ca_talks_unasked)
{
	scenario_until_issued(s);
	world_stream_send(s->world.streams, ACME_SPAN("HTTP/1.1 408"), SEC(5));
	scenario_run(s, SEC(6));
	CHECK_INT(s->world.n_streams, 0);
}

SCENARIO(connection_held_for_nothing)
{
	static struct acme_exchange holder;

	begin(s);
	ask_idly(s, &holder, 1);
	scenario_run(s, SEC(119));
	CHECK(holder.connection);
	scenario_run(s, SEC(2));
	CHECK(!holder.connection);
	clear(s, &holder, 1);
}

SCENARIO(holder_does_not_wait_for_its_answer)
{
	static struct acme_exchange holder;

	begin(s);
	ask_idly(s, &holder, 1);
	scenario_run(s, MS(1));
	ca_script(&s->ca, (struct ca_line){ .resource = "directory",
					    .how = CA_NO_ANSWER,
					    .times = 1 });
	acme_connection_request(holder.connection, ACME_HTTP_GET,
				CA_URL "directory", ACME_SPAN(""));
	scenario_run(s, SEC(61));
	CHECK(!holder.connection);
	clear(s, &holder, 1);
}

/* Three times ten holders, two minutes each, are before the directory. */
SCENARIO(queue_is_long)
{
	static struct acme_exchange holders[N_HOLDERS];

	begin(s);
	ask_idly(s, holders, N_HOLDERS);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, MIN(6),
		   MIN(6) + SEC(1));
	CHECK_INT(s->world.max_streams, CONNECTION_POOL_SIZE);
	clear(s, holders, N_HOLDERS);
}

/* Ten idle connections to one host, and one is wanted to another: who has no
 * holder makes room, and no more. */
SCENARIO(idle_connections_make_room)
{
	static struct acme_exchange holders[CONNECTION_POOL_SIZE + 2];
	unsigned int i;

	begin(s);
	ask_idly(s, holders, CONNECTION_POOL_SIZE);
	scenario_run(s, MS(1));
	for (i = 1; i < CONNECTION_POOL_SIZE; i++)
		acme_exchange_release(&holders[i]);
	scenario_run(s, MS(1));
	for (i = CONNECTION_POOL_SIZE; i < CONNECTION_POOL_SIZE + 2; i++) {
		acme_exchange_prepare_get(&holders[i], &s->account.ca, NULL);
		holders[i].to =
			(struct acme_origin){ ACME_SPAN("api.test"), 443 };
		acme_pool_ask(&s->account.ca.pool, &holders[i]);
	}
	scenario_run(s, MS(1));
	CHECK(holders[0].connection);
	CHECK(holders[CONNECTION_POOL_SIZE].connection);
	CHECK(holders[CONNECTION_POOL_SIZE + 1].connection);
	CHECK_STR(holders[CONNECTION_POOL_SIZE].connection->host, "api.test");
	CHECK_INT(s->world.n_opened, CONNECTION_POOL_SIZE + 2);
	CHECK_INT(s->world.max_streams, CONNECTION_POOL_SIZE);
	clear(s, holders, CONNECTION_POOL_SIZE + 2);
}

/* Its end is in one piece with an answer that says nothing of it: the answer
 * counts, and what follows goes out on another connection at once. */
SCENARIO(ca_closes_right_behind_its_answer)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .how = CA_LAST_UNSAID,
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz "
			  "challenge order finalize certificate");
	CHECK_TIME(ca_request(&s->ca, "authz", 0)->at_us -
			   ca_request(&s->ca, "newOrder", 0)->at_us,
		   MS(10), MS(10));
	CHECK_INT(s->world.n_opened, 2);
}

SCENARIO(ca_closes_right_behind_each_answer)
{
	static const char *const resources[] = {
		"directory", "newNonce", "newAccount", "newOrder",   "authz",
		"challenge", "order",	 "finalize",   "certificate"
	};
	size_t i;

	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++)
		ca_script(&s->ca, (struct ca_line){ .resource = resources[i],
						    .how = CA_LAST_UNSAID });
	scenario_until_issued(s);
	CHECK_INT(s->world.n_opened, s->ca.n_requests);
	CHECK(s->world.agenda.now_us < SEC(1));
}

SCENARIO(ca_closes_right_behind_a_bad_nonce)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .how = CA_LAST_UNSAID,
				    .status = 400,
				    .body = CA_PROBLEM("badNonce", "old"),
				    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK(s->world.agenda.now_us < SEC(1));
}

/* Half of an answer is none. */
SCENARIO(ca_closes_right_behind_half_an_answer)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .how = CA_CUT_AT_ONCE,
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK(s->world.agenda.now_us < SEC(5));
}

/* HTTP/1.0's way: the end of the connection is the end of the body. */
SCENARIO(end_of_the_connection_ends_the_answer)
{
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = "directory",
			  .how = CA_LAST_UNSAID,
			  .raw = ACME_SPAN(
				  "HTTP/1.0 200 OK\r\n\r\n"
				  "{\"newNonce\":\"" CA_URL "newNonce\","
				  "\"newAccount\":\"" CA_URL "newAccount\","
				  "\"newOrder\":\"" CA_URL "newOrder\"}"),
			  .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "directory"), 1);
}

/* It is given up amid an answer: the rest must not meet the next request. */
SCENARIO(holder_leaves_amid_an_answer)
{
	struct acme_exchange holder = { .is_get = true };

	begin(s);
	ask_idly(s, &holder, 1);
	scenario_run(s, MS(1));
	CHECK(holder.connection);
	acme_connection_request(holder.connection, ACME_HTTP_GET,
				CA_URL "directory", ACME_SPAN(""));
	scenario_run(s, MS(5));
	acme_connection_release(holder.connection);
	scenario_run(s, MS(1));
	CHECK_INT(s->world.n_streams, 0);
	clear(s, &holder, 1);
}
