/* SPDX-License-Identifier: MIT */
/* The guards and actions of backoff.flow. */
#include "client/certificate/backoff.h"

#include "client/enrollment/enrollment.h"
#include "client/problem_advice.h"

#include <stdio.h>

#define US_PER_S 1000000

struct sm *
acme_backoff_prepare(struct acme_backoff *backoff,
		     struct acme_enrollment *enrollment, const struct sm *owner)
{
	*backoff = (struct acme_backoff){ .enrollment = enrollment,
					  .owner = owner };
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
acme_delay_text(uint64_t us, char text[static ACME_DELAY_SIZE])
{
	unsigned long long s = (us + US_PER_S / 2) / US_PER_S;

	if (s < 120)
		snprintf(text, ACME_DELAY_SIZE, "%llu s", s);
	else if (s < 7200)
		snprintf(text, ACME_DELAY_SIZE, "%llu min", (s + 30) / 60);
	else
		snprintf(text, ACME_DELAY_SIZE, "%llu h", (s + 1800) / 3600);
}

/* Each failure once, in words, and what the operator can do. */
void
acme_backoff_report_failed(struct acme_backoff *backoff)
{
	const struct acme_enrollment *a = backoff->enrollment;
	const char *text = a->refusal.fault.text;
	const char *advice = acme_problem_advice(a->refusal.problem);
	char delay[ACME_DELAY_SIZE];

	acme_delay_text(sm_remaining_us(backoff->owner), delay);
	acme_log(ACME_LOG_ERR,
		 "%s: no new certificate: %s%s%s; next attempt in %s",
		 acme_enrollment_name(a), text, advice && *advice ? "; " : "",
		 advice ? advice : "", delay);
	acme_enrollment_report(a, ACME_PROGRESS_FAILED, text);
}

void
acme_backoff_save_attempt(struct acme_backoff *backoff,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = backoff->enrollment;

	a->state.attempt_s =
		a->port->now_s(a->port) +
		(int64_t)(sm_remaining_us(backoff->owner) / US_PER_S);
	acme_enrollment_save_state(a, requester);
}

void
acme_backoff_warn_not_saved(struct acme_backoff *backoff,
			    const struct acme_fault *fault)
{
	acme_enrollment_warn_unsaved(backoff->enrollment, fault);
}

void
acme_backoff_offer_lease(struct acme_backoff *backoff)
{
	struct acme_port *port = backoff->enrollment->port;

	port->offer_lease(port);
}
