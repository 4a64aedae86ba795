/* SPDX-License-Identifier: MIT */
/*
 * A server may be stopped at any moment.  Whatever was under way, all is
 * freed, and nothing is touched by answers that come after.  These are worth
 * most under ASan or valgrind.
 */
#include "scenario.h"

/* A run of its own that ends after ${n} events; false: it had got its
 * certificate by then. */
static bool
stop_after(unsigned int n, void (*prepare)(struct scenario *s))
{
	static struct scenario s;
	unsigned int i;
	bool done;

	scenario_set_up(&s);
	prepare(&s);
	scenario_run(&s, 0);
	for (i = 0; i < n; i++)
		world_step(&s.world);
	done = s.world.vhost.n_installed;
	scenario_stop(&s);
	world_run(&s.world, MIN(1)); /* late answers, and no requester */
	scenario_check(&s);
	scenario_tear_down(&s);
	return !done;
}

static void
stop_at_each(void (*prepare)(struct scenario *s))
{
	unsigned int n = 0;

	while (stop_after(n, prepare))
		n++;
	CHECK(n > 50);
}

static void
slow_everything(struct scenario *s)
{
	unsigned int request;

	for (request = 0; request < WORLD__MAX; request++)
		world_delay(&s->world, request, MS(1), 0);
}

static void
slow_and_many(struct scenario *s)
{
	slow_everything(s);
	scenario_names(s, 12);
}

static void
slow_and_broken(struct scenario *s)
{
	slow_everything(s);
	ca_next(&s->ca, "newAccount", 503, NULL, NULL);
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .how = CA_HANG_UP_WITHIN,
					    .times = 1 });
	ca_next(&s->ca, "authz", 400, NULL, CA_PROBLEM("badNonce", "old"));
	s->ca.sign_us = SEC(1);
}

static void
slow_and_another_challenge(struct scenario *s)
{
	slow_everything(s);
	s->ca.types[1] = "tls-alpn-01";
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
}

SCENARIO(stopped_at_each_event)
{
	(void)s;
	stop_at_each(slow_everything);
}

SCENARIO(stopped_at_each_event_with_twelve_names)
{
	(void)s;
	stop_at_each(slow_and_many);
}

SCENARIO(stopped_at_each_event_with_repetitions)
{
	(void)s;
	stop_at_each(slow_and_broken);
}

SCENARIO(stopped_at_each_event_with_another_challenge)
{
	(void)s;
	stop_at_each(slow_and_another_challenge);
}

SCENARIO(stopped_while_the_response_is_still_served)
{
	scenario_until_issued(s);
	scenario_run(s, SEC(10));
	CHECK(s->world.responses);
	scenario_stop(s);
	CHECK(!s->world.responses);
}

SCENARIO(never_started)
{
	CHECK_OK(acme_account_init(&s->account, s->config, &s->world.vhost.port,
				   &s->world.loop));
	s->certificate = acme_certificate_new(s->config, &s->account,
					      &s->world.vhost.port);
	CHECK(s->certificate);
}

SCENARIO(directory_is_not_https)
{
	free(s->config->directory_url);
	s->config->directory_url =
		acme_span_dup(ACME_SPAN("http://ca.test/directory"));
	CHECK_ERR(acme_account_init(&s->account, s->config,
				    &s->world.vhost.port, &s->world.loop),
		  ACME_ERR_INVALID);
	acme_account_clear(&s->account);
}
