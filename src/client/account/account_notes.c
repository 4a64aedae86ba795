/* SPDX-License-Identifier: MIT */
/*
 * What account.flow notes of a failure, for those who wait to be told.
 */
#include "base/log.h"
#include "client/account/account.h"

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

void
acme_ca_note_fault(struct acme_ca *ca, const struct acme_fault *fault)
{
	acme_fault_copy(begin(ca), fault);
}

void
acme_ca_note_unreadable_key(struct acme_ca *ca, const struct acme_fault *fault)
{
	acme_ca_note_fault(ca, fault);
	note_no_key(&ca->refusal.fault, ca->stored ? ca->stored->place : NULL);
}

void
acme_ca_note_timeout(struct acme_ca *ca, const char *sentence)
{
	acme_fault_set(begin(ca), ACME_ERR_SYSTEM, "%s", sentence);
}

void
acme_ca_note_no_key(struct acme_ca *ca)
{
	acme_fault_set(begin(ca), ACME_ERR_MEMORY,
		       "no account key could be made ready");
}

void
acme_ca_note_problem(struct acme_ca *ca)
{
	begin(ca);
	acme_exchange_refusal(&ca->exchange, &ca->refusal);
}

/* Said once here, and not for each name: who asks is told why, and no more. */
void
acme_ca_note_barred(struct acme_ca *ca)
{
	struct acme_fault *fault = &ca->refusal.fault;

	acme_ca_note_problem(ca);
	if (acme_ca_deactivated(ca))
		acme_fault_set(fault, ACME_ERR_INVALID, "%s: the account is %s",
			       acme_exchange_name(&ca->exchange),
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
acme_ca_note_later(struct acme_ca *ca)
{
	acme_ca_note_problem(ca);
	ca->refusal.retry_after = ca->exchange.retry_after;
}

void
acme_ca_note_unreadable(struct acme_ca *ca)
{
	struct acme_fault *fault = begin(ca);
	enum acme_err err;
	char *url = NULL;

	err = acme_exchange_refer(
		&ca->exchange, "Location",
		&acme_exchange_answer(&ca->exchange)->location, &url, fault);
	if (!err)
		err = acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	acme_fault_in(fault, err, "%s", acme_exchange_name(&ca->exchange));
	free(url);
}
