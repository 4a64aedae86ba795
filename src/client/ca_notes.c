/* SPDX-License-Identifier: MIT */
/*
 * What account.flow notes of a failure, for those who wait to be told.
 */
#include "base/log.h"
#include "client/ca.h"

#include <stdlib.h>

static struct acme_fault *
begin(struct acme_ca *ca)
{
	ca->refusal = (struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
	return &ca->refusal.fault;
}

/* What is in auth-path, and can't be read, is the operator's to look at. */
static void
note_no_key(struct acme_fault *fault, const char *place)
{
	const struct acme_fault cause = *fault;

	if (place)
		acme_fault_set(fault, cause.err,
			       "%s: %s; it is left as it is: mend it, or move "
			       "it away for a new key",
			       place, cause.text);
	else
		acme_fault_in(fault, cause.err, "account key");
}

/* Each event that leads here carries a fault. */
void
acme_ca_note_fault(struct acme_ca *ca, struct sm_event *event)
{
	const char *place = ca->stored ? ca->stored->place : NULL;
	struct acme_fault *fault = begin(ca);

	acme_fault_copy(fault, event->payload);
	if (event->id == ACCOUNT_UNKEYED)
		note_no_key(fault, place);
}

void
acme_ca_note_slow_disk(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_SYSTEM,
		       "account key: the disk with auth-path did not answer in "
		       "time");
}

void
acme_ca_note_slow_worker(struct acme_ca *ca, struct sm_event *event)
{
	(void)event;
	acme_fault_set(begin(ca), ACME_ERR_SYSTEM,
		       "account key: it was not ready in time, as the "
		       "machine is too busy");
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
	begin(ca);
	acme_exchange_refusal(&ca->exchange, &ca->refusal);
}

/* Said once here, and not for each name: who asks is told why, and no more. */
void
acme_ca_note_barred(struct acme_ca *ca, struct sm_event *event)
{
	struct acme_fault *fault = &ca->refusal.fault;

	acme_ca_note_problem(ca, event);
	if (acme_ca_deactivated(ca, event))
		acme_fault_set(fault, ACME_ERR_INVALID, "%s: the account is %s",
			       ca->exchange.url,
			       acme_status_name(ca->account_status));
	ca->refusal.for_operator = true;
	acme_log(ACME_LOG_ERR,
		 "%s; this CA does not let the account be used any more: to "
		 "make a new one, stop the server, move the account's key away "
		 "(%s), and start the server",
		 fault->text,
		 ca->stored && ca->stored->place ? ca->stored->place
						 : "auth-path");
}

void
acme_ca_note_later(struct acme_ca *ca, struct sm_event *event)
{
	acme_ca_note_problem(ca, event);
	ca->refusal.retry_after = ca->exchange.retry_after;
}

void
acme_ca_note_unreadable(struct acme_ca *ca, struct sm_event *event)
{
	struct acme_fault *fault = begin(ca);
	enum acme_err err;
	char *url = NULL;

	(void)event;
	err = acme_exchange_refer(&ca->exchange, "Location",
				  &ca->exchange.answer->location, &url, fault);
	if (!err)
		err = acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	acme_fault_in(fault, err, "%s", ca->exchange.url);
	free(url);
}
