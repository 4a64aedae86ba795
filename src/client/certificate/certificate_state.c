/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of certificate.flow about what earlier runs
 * and other processes learnt (client/enrollment/state_file.h).
 */
#include "client/certificate/certificate_private.h"

#include <string.h>

static int64_t
until_attempt_s(const struct acme_enrollment *a)
{
	return a->state.attempt_s - a->port->now_s(a->port);
}

bool
acme_certificate_backed_off(const struct acme_certificate *c)
{
	return until_attempt_s(&c->enrollment) > 0;
}

/* The state file may have been written when the clock was wrong: t_resume has a
 * bound. */
uint64_t
acme_certificate_until_attempt_us(const struct acme_certificate *c)
{
	return acme_positive_us(until_attempt_s(&c->enrollment));
}

void
acme_certificate_note_earlier(struct acme_certificate *c)
{
	struct acme_enrollment *a = &c->enrollment;

	acme_fault_set(&a->failure.fault, ACME_ERR_SYSTEM,
		       "earlier attempts failed (%u)", a->state.n_failures);
}

void
acme_certificate_load_state(struct acme_certificate *c,
			    const struct sm_requester *requester)
{
	struct acme_enrollment *a = &c->enrollment;

	if (a->tags.pair[0])
		a->port->store_get(a->port, ACME_RECORD_STATE, a->tags.pair,
				   requester);
	else
		sm_answer(requester->sm, requester->failed, NULL);
}

static void
log_no_state(const struct acme_certificate *c, const struct acme_fault *fault)
{
	const struct acme_enrollment *a = &c->enrollment;

	acme_log(acme_enrollment_level(a, ACME_LOG_WARN),
		 "%s: cannot read the state file, going on without it: %s",
		 acme_enrollment_name(a), fault->text);
}

/* The counter that the state carries over a restart. */
static unsigned int
failures(const struct acme_certificate *c)
{
	return c->sm.count[CERTIFICATE_COUNTER_FAILURES];
}

/* None is usual at the first start. */
void
acme_certificate_warn_no_state(struct acme_certificate *c,
			       const struct acme_fault *fault)
{
	struct acme_fault why;

	acme_fault_copy(&why, fault);
	if (why.err != ACME_ERR_NOT_FOUND)
		log_no_state(c, &why);
}

void
acme_certificate_keep_state(struct acme_certificate *c,
			    const struct acme_stored *stored)
{
	struct acme_enrollment *a = &c->enrollment;
	struct acme_fault fault;

	if (!stored) {
		acme_certificate_warn_no_state(c, NULL);
		return;
	}
	acme_state_clear(&a->state);
	if (acme_state_read(acme_buf_span(&stored->key.buf), &a->state,
			    &fault)) {
		acme_fault_in(&fault, fault.err, "%s",
			      stored->path ? stored->path : "state");
		log_no_state(c, &fault);
	}
	acme_state_update_tags(&a->state, &a->tags);
	sm_counter_set(&c->sm.sm, CERTIFICATE_COUNTER_FAILURES,
		       a->state.n_failures);
	/* What was issued last could not be written down there. */
	if (a->pair.unstored.err)
		acme_enrollment_note_issued(a);
}

bool
acme_certificate_other_options(const struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	return strcmp(a->state.wanted, a->tags.wanted) != 0;
}

void
acme_certificate_forget_learnt(struct acme_certificate *c)
{
	acme_state_forget_attempts(&c->enrollment.state);
}

void
acme_certificate_recall_account(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	acme_account_recall_account(a->account, a->state.account_url);
}

static void
save(struct acme_certificate *c, const struct sm_requester *requester)
{
	c->enrollment.state.n_failures = failures(c);
	acme_enrollment_save_state(&c->enrollment, requester);
}

/* Whose it is, we do not know. */
void
acme_certificate_save_adopted(struct acme_certificate *c,
			      const struct sm_requester *requester)
{
	struct acme_state *state = &c->enrollment.state;

	memcpy(state->certificate, c->enrollment.pair.info.serial,
	       sizeof(state->certificate));
	state->source[0] = '\0';
	state->challenge[0] = '\0';
	save(c, requester);
}

void
acme_certificate_save_done(struct acme_certificate *c,
			   const struct sm_requester *requester)
{
	save(c, requester);
}

void
acme_certificate_warn_not_saved(struct acme_certificate *c,
				const struct acme_fault *fault)
{
	acme_enrollment_warn_not_saved(&c->enrollment, fault);
}

void
acme_certificate_forget_attempt(struct acme_certificate *c)
{
	c->enrollment.state.attempt_s = 0;
	c->enrollment.failure =
		(struct acme_failure){ .problem = ACME_PROBLEM_NONE };
}

void
acme_certificate_forget_order(struct acme_certificate *c)
{
	acme_enrollment_forget_order(&c->enrollment);
}

/* Runs that end with the next attempt */

struct sm *
acme_certificate_backoff(struct acme_certificate *c)
{
	c->enrollment.state.n_failures = failures(c);
	return acme_backoff_prepare(&c->run.backoff, &c->enrollment, &c->sm.sm);
}
