/* SPDX-License-Identifier: MIT */
/*
 * backoff.flow, alone: the time of the next attempt is told and saved, and the
 * lease is offered each minute.  It ends by the timer of who runs it.
 */
#include "client/certificate/backoff.h"

#include "alone.h"

#define DELAY_S 300

#define SERVED "; it is not known yet what clients get\n"

static struct acme_backoff backoff;
static struct sm owner; /* whose timer runs out then */

static void
begin(struct alone *alone, struct scenario *s)
{
	owner = (struct sm){ .loop = &s->world.loop,
			     .due_us = s->world.agenda.now_us + SEC(DELAY_S) };
	alone_start(alone,
		    acme_backoff_prepare(&backoff, &alone->enrollment, &owner));
}

static struct alone *
to_record(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	acme_fault_set(&alone->enrollment.failure.fault, ACME_ERR_INVALID,
		       "n0.example: no such name");
	acme_enrollment_set_tags(&alone->enrollment);
	begin(alone, s);
	CHECK_STR(alone_take_asked(alone), "store_put(state)");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: no new certificate: no such name; "
		  "next attempt in 5 min" SERVED);
	return alone;
}

static struct alone *
to_standby(struct scenario *s)
{
	struct alone *alone = to_record(s);

	alone_done(alone, NULL);
	CHECK_STR(alone_take_asked(alone), "offer_lease");
	return alone;
}

SCENARIO(backoff_tells_and_saves_when_the_next_attempt_is)
{
	struct alone *alone = to_record(s);
	const struct world_vhost *vhost = &alone->vhost;
	struct acme_state saved = { .n_failures = 0 };

	CHECK_INT(vhost->n_reports, 1);
	CHECK_INT(vhost->reports[0].progress, ACME_PROGRESS_FAILED);
	CHECK_STR(vhost->reports[0].text, "n0.example: no such name");
	CHECK_OK(acme_state_read(acme_buf_span(&alone->state), &saved, NULL));
	CHECK_INT(saved.attempt_s, WORLD_EPOCH_S + DELAY_S);
	acme_state_clear(&saved);
}

/* The attempt after it fails as well: only who asks for more is told. */
SCENARIO(backoff_is_told_less_where_the_reason_is_the_same)
{
	struct alone *alone = to_record(s);
	unsigned int n_errors = s->world.n_lines[ACME_LOG_ERR];
	unsigned int n_infos = s->world.n_lines[ACME_LOG_INFO];

	sm_stop(alone->sm);
	alone->enrollment.state.attempt_s = 0;
	begin(alone, s);
	CHECK_STR(alone_take_asked(alone), "store_put(state)");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: no new certificate: no such name; "
		  "next attempt in 5 min" SERVED);
	CHECK_INT(s->world.n_lines[ACME_LOG_ERR], n_errors);
	CHECK_INT(s->world.n_lines[ACME_LOG_INFO], n_infos + 1);
	CHECK_INT(alone->vhost.n_reports, 2);
}

SCENARIO(backoff_offers_the_lease_each_minute)
{
	struct alone *alone = to_standby(s);
	unsigned int i;

	for (i = 0; i < 3; i++) {
		CHECK_INT(alone_wait_us(alone), MIN(1));
		CHECK_STR(alone_take_asked(alone), "offer_lease");
	}
	CHECK_INT(alone_exit(alone), -1);
}

SCENARIO(backoff_is_known_already)
{
	struct alone *alone = alone_new(s);

	alone->enrollment.state.attempt_s = WORLD_EPOCH_S + 1;
	acme_fault_set(&alone->enrollment.failure.fault, ACME_ERR_SYSTEM,
		       "earlier attempts failed (3)");
	begin(alone, s);
	CHECK_STR(alone_take_asked(alone), "offer_lease");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: no new certificate: earlier attempts failed "
		  "(3); next attempt in 5 min" SERVED);
	CHECK_INT(alone->vhost.n_reports, 0);
}

SCENARIO(backoff_is_not_saved)
{
	struct alone *alone = to_record(s);

	alone_failed(alone, ACME_ERR_SYSTEM, "the disk is full");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: cannot save the state file: the disk is full\n");
	CHECK_STR(alone_take_asked(alone), "offer_lease");
	alone = to_record(s);
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_asked(alone), "offer_lease");
}

SCENARIO(backoff_is_stopped_in_each_state)
{
	alone_stop(to_record(s));
	alone_stop(to_standby(s));
}
