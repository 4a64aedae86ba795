/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow about what a run leaves to the
 * next (client/state.h), and whether there is room to leave it.
 */
#include "base/log.h"
#include "client/certificate_private.h"

#define DAY_S	 86400
#define US_PER_S 1000000

/* The counter that the state carries over a restart. */
static uint16_t *
failures(struct acme_certificate *c)
{
	return &c->sm.count[CERTIFICATE_COUNTER_FAILURES];
}

static int64_t
held_s(const struct acme_certificate *c)
{
	return c->applicant.state.attempt_s -
	       c->applicant.port->now_s(c->applicant.port);
}

/* A limit whose end the CA said is obeyed by t_backoff. */
bool
acme_certificate_rate_limited(const struct acme_certificate *c,
			      const struct sm_event *event)
{
	const struct acme_refusal *refusal = &c->applicant.refusal;

	(void)event;
	return refusal->problem == ACME_PROBLEM_RATE_LIMITED &&
	       !refusal->retry_after.told;
}

bool
acme_certificate_held_back(const struct acme_certificate *c,
			   const struct sm_event *event)
{
	(void)event;
	return held_s(c) > 0;
}

uint64_t
acme_certificate_until_attempt_us(const struct acme_certificate *c)
{
	int64_t s = held_s(c);

	/* Whatever the clock was when it was written. */
	if (s > DAY_S)
		s = DAY_S;
	return s > 0 ? (uint64_t)s * US_PER_S : 0;
}

void
acme_certificate_load_state(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_LOADED,
					  .failed = CERTIFICATE_UNLOADED };

	(void)event;
	if (c->applicant.tags.record[0])
		c->applicant.port->store_get(c->applicant.port,
					     ACME_RECORD_STATE,
					     c->applicant.tags.record, &asker);
	else
		certificate_post_unloaded(&c->sm, NULL);
}

static void
note_issued(struct acme_certificate *c)
{
	memcpy(c->applicant.state.certificate, c->issued.serial,
	       sizeof(c->applicant.state.certificate));
	memcpy(c->applicant.state.origin, c->applicant.tags.origin,
	       sizeof(c->applicant.state.origin));
}

static void
warn_no_state(const struct acme_certificate *c, const struct acme_fault *fault)
{
	acme_log(ACME_LOG_WARN, "%s: what earlier runs learnt is not known: %s",
		 acme_certificate_name(c), fault->text);
}

void
acme_certificate_keep_state(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_stored *stored = certificate_loaded(event);
	struct acme_fault fault;

	acme_state_clear(&c->applicant.state);
	if (acme_state_read(acme_buf_span(&stored->key.buf),
			    &c->applicant.state, &fault)) {
		acme_fault_in(&fault, fault.err, "%s",
			      stored->place ? stored->place : "state");
		warn_no_state(c, &fault);
	}
	if (strcmp(c->applicant.state.wanted, c->applicant.tags.wanted) != 0)
		acme_state_forget_attempts(&c->applicant.state);
	acme_ca_recall_account(c->applicant.ca, c->applicant.state.account_url);
	*failures(c) = (uint16_t)c->applicant.state.n_failures;
	/* What was issued last could not be written down there. */
	if (c->unkept.err)
		note_issued(c);
}

/* None is usual at the first start. */
void
acme_certificate_note_no_state(struct acme_certificate *c,
			       struct sm_event *event)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, certificate_unloaded(event));
	if (fault.err != ACME_ERR_NOT_FOUND)
		warn_no_state(c, &fault);
}

static void
save(struct acme_certificate *c)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_SAVED,
					  .failed = CERTIFICATE_UNSAVED };

	c->applicant.state.n_failures = *failures(c);
	acme_applicant_save_state(&c->applicant, &asker);
}

/* From now on a restart that finds it served has nothing to do. */
void
acme_certificate_save_issued(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	note_issued(c);
	save(c);
}

/* Whose it is, we do not know. */
void
acme_certificate_save_adopted(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	memcpy(c->applicant.state.certificate, c->held.serial,
	       sizeof(c->applicant.state.certificate));
	c->applicant.state.origin[0] = '\0';
	save(c);
}

void
acme_certificate_save_done(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	save(c);
}

/* Of the one that runs. */
uint64_t
acme_certificate_pause_us(const struct acme_certificate *c)
{
	static const unsigned int timers[] = { CERTIFICATE_TIMER_T_BACKOFF,
					       CERTIFICATE_TIMER_T_LIMITED,
					       CERTIFICATE_TIMER_T_DAILY };
	uint64_t us, pause_us = SM_NEVER;
	size_t i;

	for (i = 0; i < sizeof(timers) / sizeof(*timers); i++) {
		us = sm_timer_remaining_us(&c->sm.sm, timers[i]);
		pause_us = us < pause_us ? us : pause_us;
	}
	return pause_us;
}

void
acme_certificate_save_attempt(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	c->applicant.state.attempt_s =
		c->applicant.port->now_s(c->applicant.port) +
		(int64_t)(acme_certificate_pause_us(c) / US_PER_S);
	save(c);
}

void
acme_certificate_forget_attempt(struct acme_certificate *c,
				struct sm_event *event)
{
	(void)event;
	c->applicant.state.attempt_s = 0;
	c->applicant.refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
}

void
acme_certificate_forget_order(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	acme_state_set_url(&c->applicant.state.order_url, ACME_SPAN(""));
}

void
acme_certificate_warn_unsaved(struct acme_certificate *c,
			      struct sm_event *event)
{
	struct acme_fault fault;

	if (event->id != CERTIFICATE_UNSAVED || !c->applicant.tags.record[0])
		return;
	acme_fault_copy(&fault, certificate_unsaved(event));
	acme_log(ACME_LOG_WARN, "%s: a restart will not know of this: %s",
		 acme_certificate_name(c), fault.text);
}

void
acme_certificate_try_paths(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_WRITABLE,
					  .failed = CERTIFICATE_UNWRITABLE };

	(void)event;
	c->applicant.port->store_try(c->applicant.port, &asker);
}

void
acme_certificate_warn_unwritable(struct acme_certificate *c,
				 struct sm_event *event)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, certificate_unwritable(event));
	acme_log(ACME_LOG_ERR, "%s: a renewal could not be kept: %s",
		 acme_certificate_name(c), fault.text);
}
