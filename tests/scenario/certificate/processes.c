/* SPDX-License-Identifier: MIT */
/*
 * Two processes with the same files: the newer one renews, and the other takes
 * what it got; where one ends, the other goes on.
 */
#include "scenario.h"

static unsigned int
n_issued(const struct other *process)
{
	return other_count(process, ACME_PROGRESS_ISSUED);
}

static unsigned int
n_started(const struct other *process)
{
	return other_count(process, ACME_PROGRESS_STARTED);
}

/* Both serve what is in the files. */
static void
check_same(const struct scenario *s, const struct other *process)
{
	CHECK_SPAN(acme_buf_span(&process->vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
}

/* The newer one orders, and the other waits for it. */
SCENARIO(two_processes_start_at_once)
{
	struct other *second = scenario_process(s);

	scenario_run(s, MIN(1));
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(n_started(second), 1);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_LOG(s, "1001 of Model CA, which another process got");
	check_same(s, second);
}

/* A newer one that comes while an order is under way. */
static struct other *
come_amid_the_order(struct scenario *s)
{
	s->ca.sign_us = SEC(20);
	scenario_until_asked(s, "newOrder", 1);
	return scenario_process(s);
}

SCENARIO(order_is_not_disturbed)
{
	struct other *second = come_amid_the_order(s);

	scenario_run(s, MIN(1));
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(ca_count(&s->ca, "certificate"), 1);
	CHECK_INT(n_started(second), 0);
	CHECK_INT(n_issued(second), 1);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_LOG(s, "1001 of Model CA, which another process got");
	check_same(s, second);
}

/* A newer one that comes when the first certificate is there. */
static struct other *
come_after_the_first(struct scenario *s)
{
	s->ca.lifetime_s = 86400;
	scenario_until_issued(s);
	return scenario_process(s);
}

/* The newer one has all renewals, one order each. */
SCENARIO(newer_process_renews)
{
	struct other *second = come_after_the_first(s);

	scenario_run(s, DAY(4));
	CHECK_INT(n_started(second), n_issued(second));
	CHECK(n_issued(second) >= 5);
	CHECK_INT(s->ca.n_orders, 1 + n_started(second));
	CHECK_INT(s->world.vhost.n_reports, 2 + n_issued(second));
	check_same(s, second);
}

/* Its locks are gone with it. */
SCENARIO(older_process_goes_on_alone)
{
	struct other *second = come_after_the_first(s);

	scenario_run(s, HOUR(17));
	CHECK_INT(n_issued(second), 1);
	other_stop(second);
	scenario_run(s, HOUR(17));
	CHECK_INT(s->ca.n_orders, 3);
	CHECK_INT(s->world.vhost.n_installed, 3);
}

/* Killed in the middle: the order that it left is gone on with. */
SCENARIO(order_of_a_dead_process)
{
	struct other *second = come_after_the_first(s);

	scenario_run(s, HOUR(1));
	scenario_forget_requests(s);
	s->ca.sign_us = MIN(1);
	while (!ca_count(&s->ca, "finalize"))
		scenario_run(s, SEC(1));
	other_stop(second);
	scenario_run(s, MIN(5));
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 0);
}

/* The next order is refused, and it waits, as its state says. */
static void
put_off(struct scenario *s, unsigned int status, const char *fields,
	const char *problem)
{
	ca_next(&s->ca, "newOrder", status, fields, problem);
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
}

/* An older one that can't get any more waits for hours, and still gives way
 * within a minute. */
static void
give_way(struct scenario *s, unsigned int status, const char *problem)
{
	struct other *second;

	s->ca.lifetime_s = 86400;
	scenario_until_issued(s);
	put_off(s, status, "Retry-After: 50000\r\n", problem);
	acme_buf_clear(&s->world.vhost.state); /* else the second waits, too */
	second = scenario_process(s);
	scenario_run(s, MIN(2));
	CHECK_INT(n_issued(second), 1);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

SCENARIO(process_that_backs_off_gives_way)
{
	give_way(s, 429, NULL);
}

SCENARIO(process_that_waits_for_its_operator_gives_way)
{
	give_way(s, 403, CA_PROBLEM("caa", "no"));
}

/* What one was told to wait for, the other waits for, too. */
SCENARIO(processes_share_their_backoff)
{
	struct other *second;

	s->ca.lifetime_s = 86400;
	scenario_until_issued(s);
	put_off(s, 429, "Retry-After: 7200\r\n", NULL);
	second = scenario_process(s);
	scenario_run(s, MIN(110));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	scenario_run(s, MIN(30));
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_INT(n_issued(second), 1);
	check_same(s, second);
}

/* A process that is put off gives way, too; the third is the newest. */
SCENARIO(held_process_gives_way)
{
	put_off(s, 429, "Retry-After: 7200\r\n", NULL);
	scenario_stop(s);
	scenario_run(s, MIN(1)); /* held */
	acme_buf_clear(&s->world.vhost.state);
	scenario_process(s);
	scenario_run(s, MIN(3));
	CHECK_INT(n_issued(&s->others[0]), 1);
}

SCENARIO(lease_is_not_answered)
{
	world_delay(&s->world, WORLD_LEASE, AGENDA_NEVER, 2);
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(2), MIN(2) + SEC(10));
	world_delay(&s->world, WORLD_LEASE, AGENDA_NEVER, 0);
	scenario_run(s, MIN(10));
}

/* The files of the others can't be read, or not in time. */
SCENARIO(files_of_the_other_process_are_slow)
{
	struct other *second = come_amid_the_order(s);

	second->vhost.plan[WORLD_GET_PAIR] = (struct world_plan){
		.first = 1, .delay_us = MIN(2), .times = 1
	};
	scenario_run(s, MIN(5));
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(n_issued(second), 1);
}

/* It renewed, and ended before the other one looked. */
SCENARIO(last_deed_of_a_process)
{
	struct other *second = scenario_process(s);

	second->config->renew_days = 30;
	scenario_run(s, DAY(59));
	while (n_issued(second) < 2)
		scenario_run(s, SEC(1));
	other_stop(second);
	CHECK_INT(s->world.vhost.n_installed, 1);
	scenario_run(s, MIN(2));
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(files_are_slow_when_it_is_our_turn)
{
	struct other *second = scenario_process(s);

	s->ca.lifetime_s = 86400;
	scenario_run(s, MIN(5));
	other_stop(second);
	s->world.vhost.plan[WORLD_GET_PAIR].delay_us = MIN(2);
	scenario_run(s, HOUR(17));
	CHECK_INT(s->world.vhost.n_installed, 2);
}

SCENARIO(taken_certificate_cannot_be_installed)
{
	struct other *second = come_amid_the_order(s);

	second->vhost.plan[WORLD_INSTALL] =
		(struct world_plan){ .err = ACME_ERR_INVALID, .times = 1 };
	scenario_run(s, MIN(5));
	CHECK_LOG(s, "which another process got");
	CHECK_LOG(s, "that another process got: installing");
	CHECK_INT(n_issued(second), 1);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(taken_certificate_is_installed_late)
{
	struct other *second = come_amid_the_order(s);

	second->vhost.plan[WORLD_INSTALL] =
		(struct world_plan){ .delay_us = AGENDA_NEVER, .times = 1 };
	scenario_run(s, MIN(5));
	CHECK_INT(n_issued(second), 1);
}

SCENARIO(states_are_saved_late_in_pauses)
{
	world_delay(&s->world, WORLD_PUT_STATE, AGENDA_NEVER, 0);
	ca_next(&s->ca, "newOrder", 403, "Retry-After: 3600\r\n", NULL);
	scenario_until_failed(s);
	scenario_run(s, MIN(2));
	scenario_run(s, HOUR(2));
	s->world.wall_jump_s = (int64_t)80 * 86400;
	ca_next(&s->ca, "newOrder", 403, NULL, CA_PROBLEM("caa", "no"));
	scenario_until_failed(s);
	scenario_run(s, MIN(2));
}
