/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of account.flow about the account's key, and
 * about those who wait for it or for the account.
 */
#include "client/account/account.h"

#include "client/jobs.h"

/* Guards */

enum acme_err
acme_account_fault(const struct acme_account *account,
		   const struct acme_fault *fault)
{
	(void)account;
	return acme_fault_class(fault);
}

bool
acme_account_keyed(const struct acme_account *account)
{
	return account->thumbprint.len;
}

bool
acme_account_unwanted(const struct acme_account *account)
{
	return !account->account_queue.first;
}

bool
acme_account_unused(const struct acme_account *account)
{
	return !account->n_refs;
}

/* Does one of those who wait say so of the account that is known? */
bool
acme_account_account_gone(const struct acme_account *account)
{
	const struct acme_account_ref *account_ref =
		account->account_queue.first;

	while (account_ref &&
	       !(account_ref->gone_url && account->account_url &&
		 !strcmp(account_ref->gone_url, account->account_url)))
		account_ref = account_ref->next;
	return account_ref;
}

/* Actions: the key */

void
acme_account_report_key(struct acme_account *account)
{
	acme_wait_queue_report(&account->key_queue, ACME_PROGRESS_CREATE_KEYS,
			       account->ca.directory_url);
	acme_wait_queue_report(&account->account_queue,
			       ACME_PROGRESS_CREATE_KEYS,
			       account->ca.directory_url);
}

void
acme_account_load_key(struct acme_account *account,
		      const struct sm_requester *requester)
{
	account->ca.port->store_get(account->ca.port, ACME_RECORD_ACCOUNT_KEY,
				    NULL, requester);
}

void
acme_account_keep_stored_key(struct acme_account *account,
			     struct acme_stored *stored)
{
	acme_stored_free(account->stored);
	account->stored = stored;
	account->key_was_made = false;
}

void
acme_account_read_key(struct acme_account *account,
		      const struct sm_requester *requester)
{
	if (!account->stored) {
		sm_answer(requester->sm, requester->failed, NULL);
		return;
	}
	acme_job_read_key(account->ca.port, &account->stored->key, requester);
	acme_secret_clear(&account->stored->key);
}

void
acme_account_generate_key(struct acme_account *account,
			  const struct sm_requester *requester)
{
	account->key_was_made = true;
	acme_job_generate_key(account->ca.port, account->key_type, requester);
}

void
acme_account_forget_key(struct acme_account *account)
{
	acme_key_unref(account->ca.key);
	account->ca.key = NULL;
	acme_buf_clear(&account->thumbprint);
}

/* Without its thumbprint a key is of no use. */
void
acme_account_keep_key(struct acme_account *account,
		      const struct acme_key_box *box)
{
	acme_account_forget_key(account);
	if (!box)
		return;
	if (acme_key_thumbprint(box->key, &account->thumbprint))
		acme_buf_clear(&account->thumbprint);
	account->ca.key = acme_key_ref(box->key);
}

void
acme_account_save_key(struct acme_account *account,
		      const struct sm_requester *requester)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	if (!account->ca.key || acme_key_to_jwk(account->ca.key, &jwk))
		sm_answer(requester->sm, requester->failed, NULL);
	else
		account->ca.port->store_put(account->ca.port,
					    ACME_RECORD_ACCOUNT_KEY, NULL,
					    acme_buf_span(&jwk.buf), requester);
	acme_secret_clear(&jwk);
}

/* Actions: who waits */

void
acme_account_tell_key(struct acme_account *account)
{
	acme_wait_queue_tell(&account->key_queue);
}

void
acme_account_tell_account(struct acme_account *account)
{
	account->n_refs += acme_wait_queue_serve(&account->account_queue,
						 account->account_url);
}

void
acme_account_tell_failure(struct acme_account *account)
{
	acme_wait_queue_fail(&account->account_queue, &account->failure);
}

void
acme_account_tell_failure_to_all(struct acme_account *account)
{
	acme_wait_queue_fail(&account->key_queue, &account->failure);
	acme_account_tell_failure(account);
}
