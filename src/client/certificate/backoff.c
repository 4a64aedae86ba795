/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of backoff.flow. */
#include "client/certificate/backoff.h"

#include "client/enrollment/enrollment.h"
#include "client/problem_advice.h"
#include "client/trace_log.h"

#include <stdio.h>

#define US_PER_S   1000000
#define S_PER_MIN  60
#define S_PER_HOUR 3600

struct sm *
acme_backoff_prepare(struct acme_backoff *backoff,
		     struct acme_enrollment *enrollment,
		     const struct sm *caller)
{
	*backoff = (struct acme_backoff){ .enrollment = enrollment,
					  .caller = caller };
	backoff_sm_init(&backoff->sm, backoff);
	return &backoff->sm.sm;
}

bool
acme_backoff_put_off(const struct acme_backoff *backoff)
{
	const struct acme_enrollment *a = backoff->enrollment;

	return a->state.attempt_s > a->port->now_s(a->port);
}

void
acme_backoff_delay_text(uint64_t us, char text[static ACME_BACKOFF_DELAY_SIZE])
{
	unsigned long long s = (us + US_PER_S / 2) / US_PER_S;

	if (s < 2 * S_PER_MIN)
		snprintf(text, ACME_BACKOFF_DELAY_SIZE, "%llu s", s);
	else if (s < 2 * S_PER_HOUR)
		snprintf(text, ACME_BACKOFF_DELAY_SIZE, "%llu min",
			 (s + S_PER_MIN / 2) / S_PER_MIN);
	else
		snprintf(text, ACME_BACKOFF_DELAY_SIZE, "%llu h",
			 (s + S_PER_HOUR / 2) / S_PER_HOUR);
}

/* The reason, what the operator can do, and when it is tried again. */
struct sm *
acme_backoff_no_certificate(struct acme_backoff *backoff)
{
	struct acme_enrollment *a = backoff->enrollment;
	const char *advice = acme_problem_advice(a->failure.problem);
	char delay[ACME_BACKOFF_DELAY_SIZE];
	struct sm *sm;

	acme_backoff_delay_text(sm_remaining_us(backoff->caller), delay);
	snprintf(backoff->more, sizeof(backoff->more),
		 "%s%s; next attempt in %s", advice && *advice ? "; " : "",
		 advice ? advice : "", delay);
	sm = acme_enrollment_remind(a, &a->told, ACME_LOG_ERR,
				    "no new certificate");
	a->reminder.more = backoff->more;
	return sm;
}

void
acme_backoff_log_failed(struct acme_backoff *backoff)
{
	acme_reminder_log(&backoff->enrollment->reminder, ACME_LOG_INFO);
	acme_trace_log(backoff->sm.sm.loop, ACME_LOG_INFO);
}

void
acme_backoff_report_failed(struct acme_backoff *backoff)
{
	const struct acme_enrollment *a = backoff->enrollment;

	acme_enrollment_report(a, ACME_PROGRESS_FAILED, a->failure.fault.text);
}

void
acme_backoff_save_attempt(struct acme_backoff *backoff,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = backoff->enrollment;

	a->state.attempt_s =
		a->port->now_s(a->port) +
		(int64_t)(sm_remaining_us(backoff->caller) / US_PER_S);
	acme_enrollment_save_state(a, requester);
}

void
acme_backoff_warn_not_saved(struct acme_backoff *backoff,
			    const struct acme_fault *fault)
{
	acme_enrollment_warn_not_saved(backoff->enrollment, fault);
}

void
acme_backoff_offer_lease(struct acme_backoff *backoff)
{
	struct acme_port *port = backoff->enrollment->port;

	port->offer_lease(port);
}
