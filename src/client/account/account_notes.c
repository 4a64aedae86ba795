/* SPDX-License-Identifier: MIT */
/*
 * These actions of account.flow note a failure for those who wait to be told.
 */
#include "base/log.h"
#include "client/account/account.h"

#include <stdlib.h>

static struct acme_fault *
begin(struct acme_account *account)
{
	account->failure =
		(struct acme_failure){ .problem = ACME_PROBLEM_NONE };
	return &account->failure.fault;
}

/* What is in auth-path, and can't be read, is the operator's to look at. */
static void
note_no_key(struct acme_fault *fault, const char *path)
{
	const struct acme_fault cause = *fault;

	if (path)
		acme_fault_set(fault, cause.err,
			       "%s: %s; it is left as it is: mend it, or move "
			       "it away for a new key",
			       path, cause.text);
	else
		acme_fault_in(fault, cause.err, "account key");
}

void
acme_account_note_fault(struct acme_account *account,
			const struct acme_fault *fault)
{
	acme_fault_copy(begin(account), fault);
}

void
acme_account_note_unreadable_key(struct acme_account *account,
				 const struct acme_fault *fault)
{
	acme_account_note_fault(account, fault);
	note_no_key(&account->failure.fault,
		    account->stored ? account->stored->path : NULL);
}

void
acme_account_note_timeout(struct acme_account *account, const char *sentence)
{
	acme_fault_set(begin(account), ACME_ERR_SYSTEM, "%s", sentence);
}

void
acme_account_note_no_key(struct acme_account *account)
{
	acme_fault_set(begin(account), ACME_ERR_MEMORY,
		       "no account key could be made ready");
}

void
acme_account_note_problem(struct acme_account *account)
{
	begin(account);
	acme_exchange_failure(&account->exchange, &account->failure);
}

void
acme_account_note_barred(struct acme_account *account)
{
	struct acme_fault *fault = &account->failure.fault;

	acme_account_note_problem(account);
	if (acme_account_deactivated(account))
		acme_fault_set(fault, ACME_ERR_INVALID, "%s: the account is %s",
			       acme_exchange_name(&account->exchange),
			       acme_status_name(account->account_status));
	account->failure.account_barred = true;
}

/* Once here, and not for each name: who asks is told why, and no more. */
void
acme_account_log_barred(struct acme_account *account)
{
	acme_log(ACME_LOG_ERR,
		 "%s; the CA does not let this account be used: for a new "
		 "account stop the server, move the account's key away (%s), "
		 "and start the server",
		 account->failure.fault.text,
		 account->stored && account->stored->path
			 ? account->stored->path
			 : "auth-path");
}

void
acme_account_note_later(struct acme_account *account)
{
	acme_account_note_problem(account);
	account->failure.retry_after = account->exchange.retry_after;
}

void
acme_account_note_unreadable(struct acme_account *account)
{
	struct acme_fault *fault = begin(account);
	enum acme_err err;
	char *url = NULL;

	err = acme_exchange_field_url(
		&account->exchange, "Location",
		&acme_exchange_response(&account->exchange)->location, &url,
		fault);
	if (!err)
		err = acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	acme_fault_in(fault, err, "%s", acme_exchange_name(&account->exchange));
	free(url);
}
