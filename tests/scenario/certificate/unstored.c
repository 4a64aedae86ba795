/* SPDX-License-Identifier: MIT */
/*
 * A certificate that can't be stored is served from memory, and the disk is
 * tried again: until it can be, or a newer one is there.
 */
#include "scenario.h"

static bool
is_stored(const struct scenario *s)
{
	const struct world_vhost *vhost = &s->world.vhost;

	return acme_span_equal(acme_buf_span(&vhost->pair_chain),
			       acme_buf_span(&vhost->installed)) &&
	       acme_span_equal(acme_buf_span(&vhost->pair_key),
			       acme_buf_span(&vhost->installed_key));
}

static unsigned int
count(const struct scenario *s, const char *words)
{
	const char *at = acme_buf_str(&s->world.log);
	unsigned int n = 0;

	while ((at = strstr(at, words))) {
		at += strlen(words);
		n++;
	}
	return n;
}

/* The first certificate is served, and the disk takes none. */
static void
be_unstored(struct scenario *s)
{
	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_SYSTEM, 0);
	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	CHECK_INT(s->world.vhost.pair_chain.len, 0);
	CHECK_LOG(s, "cannot save certificate 1001, it is in memory alone, "
		     "trying again: writing the pair: system");
}

/* All that may be written fails, or all works again. */
static void
disk(struct scenario *s, enum acme_err err)
{
	world_fail(&s->world, WORLD_TRY_PATHS, err, 0);
	world_fail(&s->world, WORLD_PUT_NEW_KEY, err, 0);
	world_fail(&s->world, WORLD_PUT_STATE, err, 0);
	world_fail(&s->world, WORLD_COMMIT, err, 0);
}

/* How long until the disk has what is served. */
static uint64_t
stored_after_us(struct scenario *s)
{
	uint64_t from_us = s->world.agenda.now_us;

	while (!is_stored(s) && world_step(&s->world))
		CHECK(s->world.agenda.now_us < from_us + DAY(1));
	return s->world.agenda.now_us - from_us;
}

SCENARIO(unstored_pair_is_stored_soon)
{
	be_unstored(s);
	disk(s, ACME_OK);
	CHECK_TIME(stored_after_us(s), SEC(8), SEC(10));
	scenario_run(s, SEC(1));
	CHECK_LOG(s, "certificate 1001 is saved now");
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_INT(s->ca.n_orders, 1);
}

/* After ten seconds, and then each minute; said once. */
SCENARIO(unstored_pair_is_tried_each_minute)
{
	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_SYSTEM, 12);
	scenario_until_issued(s);
	CHECK_TIME(stored_after_us(s), SEC(10) + MIN(11), SEC(11) + MIN(11));
	CHECK_INT(count(s, "cannot save certificate 1001"), 1);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(unstored_pair_has_another_reason)
{
	be_unstored(s);
	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_LIMIT, 0);
	scenario_run(s, MIN(5));
	CHECK_INT(count(s, "cannot save certificate 1001"), 2);
	CHECK_LOG(s, "trying again: writing the pair: limit");
}

/* What it does not answer to may be done all the same. */
SCENARIO(disk_is_slow_with_an_unstored_pair)
{
	world_delay(&s->world, WORLD_COMMIT, AGENDA_NEVER, 2);
	scenario_until_issued(s);
	CHECK_LOG(s, "the disk with cert-path and key-path did not answer "
		     "in time");
	CHECK_TIME(stored_after_us(s), MIN(2), MIN(3));
	scenario_run(s, SEC(1));
	CHECK_INT(count(s, "is saved now"), 1);
}

SCENARIO(pair_is_written_late)
{
	world_delay(&s->world, WORLD_COMMIT, MIN(3), 1);
	scenario_until_issued(s);
	CHECK_LOG(s, "the disk with cert-path and key-path did not answer "
		     "in time");
	scenario_run(s, MIN(5));
	CHECK(is_stored(s));
}

/* The state says which one was issued, or the next run would order again. */
SCENARIO(unstored_pair_is_stored_and_there_is_a_restart)
{
	scenario_until_issued(s);
	disk(s, ACME_ERR_SYSTEM);
	scenario_until_issued(s);
	CHECK(!is_stored(s));
	disk(s, ACME_OK);
	scenario_run(s, MIN(1));
	CHECK(is_stored(s));
	scenario_stop(s);
	scenario_forget_requests(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_requests, 0);
}

/* What was issued is downloaded again, and not ordered, however often. */
SCENARIO(unstored_pair_after_a_restart)
{
	size_t i;

	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_SYSTEM, 0);
	for (i = 0; i < 3; i++) {
		scenario_until_issued(s);
		scenario_run(s, SEC(1));
		CHECK(!is_stored(s));
		scenario_stop(s);
	}
	CHECK_INT(s->ca.n_orders, 1);
	disk(s, ACME_OK);
	scenario_until_issued(s);
	CHECK(is_stored(s));
	CHECK_INT(s->ca.n_orders, 1);
	/* It is done with: the next one is another. */
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

/* One that falls due before it is stored is not downloaded again. */
SCENARIO(unstored_pair_falls_due)
{
	be_unstored(s);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(state_is_late_when_an_unstored_pair_is_stored)
{
	be_unstored(s);
	disk(s, ACME_OK);
	world_delay(&s->world, WORLD_PUT_STATE, AGENDA_NEVER, 1);
	scenario_run(s, MIN(5));
	CHECK(is_stored(s));
}

/* The disk fails before the renewal: it is served all the same. */
SCENARIO(renewal_that_cannot_be_stored)
{
	scenario_until_issued(s);
	scenario_run(s, DAY(75));
	disk(s, ACME_ERR_SYSTEM);
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK_INT(count(s, "no new certificate"), 0);
	scenario_run(s, HOUR(5));
	disk(s, ACME_OK);
	scenario_run(s, MIN(2));
	CHECK(is_stored(s));
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_INT(ca_count(&s->ca, "certificate"), 2);
}

/* No run may spend an order each time that it is started. */
SCENARIO(restart_with_an_unstored_pair)
{
	be_unstored(s);
	scenario_stop(s);
	disk(s, ACME_ERR_SYSTEM);
	scenario_forget_requests(s);
	scenario_until_failed(s);
	CHECK_SAID(s, "trying the paths: system");
	CHECK_INT(s->ca.n_requests, 0);
	disk(s, ACME_OK);
	scenario_until_issued(s);
	CHECK(is_stored(s));
}

/* It falls due while it is in memory alone, and the CA gives no other. */
static void
fall_due(struct scenario *s)
{
	s->ca.lifetime_s = 3600;
	be_unstored(s);
	ca_next(&s->ca, "newOrder", 403, NULL, NULL);
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	CHECK_INT(s->world.vhost.pair_chain.len, 0);
}

/* What the disk takes again comes before what the CA does not give. */
SCENARIO(unstored_pair_is_stored_before_an_order)
{
	fall_due(s);
	disk(s, ACME_OK);
	ca_next(&s->ca, "newOrder", 403, NULL, NULL);
	scenario_until_failed(s);
	CHECK(is_stored(s));
	CHECK_LOG(s, "certificate 1001 is saved now");
	scenario_until_issued(s);
	CHECK(is_stored(s));
	CHECK_INT(count(s, "is saved now"), 1);
}

SCENARIO(unstored_pair_is_followed_by_a_stored_one)
{
	fall_due(s);
	world_fail(&s->world, WORLD_COMMIT, ACME_ERR_SYSTEM, 1);
	scenario_until_issued(s);
	CHECK(is_stored(s));
	CHECK_LOG(s, "certificate 1002 is saved now");
	scenario_run(s, MIN(30));
	CHECK_INT(count(s, "is saved now"), 1);
}

SCENARIO(unstored_pair_is_not_stored_in_time_before_an_order)
{
	fall_due(s);
	world_delay(&s->world, WORLD_COMMIT, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK(is_stored(s));
	CHECK_SAID(s, "1002");
}

/* The newer one is tried in its place, soon at first. */
SCENARIO(unstored_pair_is_followed_by_another)
{
	fall_due(s);
	scenario_until_issued(s);
	CHECK_SAID(s, "1002");
	CHECK_LOG(s, "cannot save certificate 1002");
	disk(s, ACME_OK);
	CHECK_TIME(stored_after_us(s), SEC(9), SEC(11));
}

SCENARIO(unstored_pair_is_renewed_when_the_operator_wants)
{
	s->config->renew_days = 30;
	be_unstored(s);
	scenario_run(s, DAY(61));
	CHECK_INT(ca_count(&s->ca, "certificate"), 2);
}

/* Another process renews: what it keeps is not written over. */
SCENARIO(unstored_pair_of_an_older_process)
{
	struct other *second;

	be_unstored(s);
	second = scenario_process(s);
	scenario_run(s, MIN(2));
	CHECK_INT(other_count(second, ACME_PROGRESS_ISSUED), 1);
	disk(s, ACME_OK);
	scenario_run(s, HOUR(2));
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_chain),
		   acme_buf_span(&second->vhost.installed));
	other_stop(second);
	scenario_run(s, HOUR(2));
	CHECK(is_stored(s));
	CHECK_INT(count(s, "is saved now"), 1);
	CHECK_INT(s->ca.n_orders, 1); /* which both have downloaded */
}

/* It ended without one: the lease is back, and nothing is newer. */
SCENARIO(unstored_pair_after_another_process)
{
	struct other *second;

	be_unstored(s);
	ca_next(&s->ca, "directory", 403, NULL, NULL);
	second = scenario_process(s);
	scenario_run(s, MIN(1));
	CHECK_INT(other_count(second, ACME_PROGRESS_FAILED), 1);
	other_stop(second);
	disk(s, ACME_OK);
	scenario_run(s, HOUR(2));
	CHECK(is_stored(s));
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(lease_is_late_for_an_unstored_pair)
{
	be_unstored(s);
	disk(s, ACME_OK);
	world_delay(&s->world, WORLD_LEASE, AGENDA_NEVER, 1);
	CHECK_TIME(stored_after_us(s), MIN(2), MIN(3));
}
