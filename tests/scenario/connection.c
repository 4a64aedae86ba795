/* SPDX-License-Identifier: MIT */
/*
 * Connections and their pool.  Some of these need a holder that does worse
 * than exchange.flow ever would: exchanges that are not run.
 */
#include "scenario.h"

#define N_HOLDERS 24

/* Exchanges that wait for a connection and do nothing with it. */
static void
ask_idly(struct scenario *s, struct acme_exchange *holders, unsigned int n)
{
	struct acme_ca *ca = &s->account;

	for (; n--; holders++) {
		acme_exchange_prepare_get(holders, ca, NULL);
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

/* The core begins, and waits a second for its account key. */
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

SCENARIO(ca_closes_an_idle_connection)
{
	scenario_until_issued(s);
	world_stream_end(s->world.streams, ACME_ERR_CLOSED, SEC(5));
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

/* Three times eight holders, two minutes each, are before the directory. */
SCENARIO(queue_is_long)
{
	static struct acme_exchange holders[N_HOLDERS];

	begin(s);
	ask_idly(s, holders, N_HOLDERS);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "directory", 0)->at_us, MIN(6),
		   MIN(6) + SEC(1));
	CHECK_INT(s->world.max_streams, 8);
	clear(s, holders, N_HOLDERS);
}
