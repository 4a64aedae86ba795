/* SPDX-License-Identifier: MIT */
/*
 * What account.flow notes of a failure, for those who wait to be told.
 */
#include "client/ca.h"

static struct acme_fault *
begin(struct acme_ca *ca)
{
	ca->refusal = (struct acme_refusal){ .retry_after_s = 0 };
	return &ca->refusal.fault;
}

/* Each event that leads here carries a fault. */
void
acme_ca_note_fault(struct acme_ca *ca, struct sm_event *event)
{
	const char *place = ca->stored ? ca->stored->place : NULL;
	struct acme_fault *fault = begin(ca);

	acme_fault_copy(fault, event->payload);
	if (event->id == ACCOUNT_UNKEYED)
		acme_fault_in(fault, fault->err, "%s",
			      place ? place : "account key");
}

void
acme_ca_note_timeout(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_SYSTEM,
		       "the server itself did not answer in time");
}

void
acme_ca_note_no_key(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_MEMORY,
		       "no account key could be made ready");
}

void
acme_ca_note_problem(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_INVALID, "%s: %s", ca->directory_url,
		       acme_exchange_reason(&ca->exchange));
	ca->refusal.problem = acme_exchange_problem(&ca->exchange);
}

void
acme_ca_note_later(struct acme_ca *ca, struct sm_event *event)
{
	acme_ca_note_problem(ca, event);
	ca->refusal.retry_after_s = ca->exchange.retry_after_s;
}

void
acme_ca_note_unreadable(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_INVALID,
		       "%s: an answer without Location", ca->exchange.url);
}
