/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of account.flow about the account's key, and about
 * those who wait for it or for the account.
 */
#include "client/account/account.h"

#include "client/jobs.h"

/* Guards */

bool
acme_ca_missing(const struct acme_ca *ca, const struct acme_fault *fault)
{
	(void)ca;
	return fault && fault->err == ACME_ERR_NOT_FOUND;
}

bool
acme_ca_taken(const struct acme_ca *ca, const struct acme_fault *fault)
{
	(void)ca;
	return fault && fault->err == ACME_ERR_EXISTS;
}

bool
acme_ca_keyed(const struct acme_ca *ca)
{
	return ca->thumbprint.len;
}

bool
acme_ca_unwanted(const struct acme_ca *ca)
{
	return !ca->account_line.first;
}

bool
acme_ca_unheld(const struct acme_ca *ca)
{
	return !ca->n_holds;
}

/* Does one of those who wait say so of the account that is known? */
bool
acme_ca_lost(const struct acme_ca *ca)
{
	const struct acme_hold *hold = ca->account_line.first;

	while (hold && !(hold->lost && ca->account_url &&
			 !strcmp(hold->lost, ca->account_url)))
		hold = hold->next;
	return hold;
}

/* Actions: the key */

void
acme_ca_load_key(struct acme_ca *ca, const struct sm_requester *requester)
{
	ca->port->store_get(ca->port, ACME_RECORD_ACCOUNT_KEY, NULL, requester);
}

void
acme_ca_keep_stored_key(struct acme_ca *ca, struct acme_stored *stored)
{
	acme_stored_free(ca->stored);
	ca->stored = stored;
	ca->key_was_made = false;
}

void
acme_ca_read_key(struct acme_ca *ca, const struct sm_requester *requester)
{
	if (!ca->stored) {
		sm_post(requester->sm, requester->failed, NULL);
		return;
	}
	acme_job_read_key(ca->port, &ca->stored->key, requester);
	acme_secret_clear(&ca->stored->key);
}

void
acme_ca_make_key(struct acme_ca *ca, const struct sm_requester *requester)
{
	ca->key_was_made = true;
	acme_job_make_key(ca->port, ca->key_type, requester);
}

void
acme_ca_forget_key(struct acme_ca *ca)
{
	acme_key_unref(ca->account_key);
	ca->account_key = NULL;
	acme_buf_clear(&ca->thumbprint);
}

/* Without its thumbprint a key is of no use. */
void
acme_ca_keep_key(struct acme_ca *ca, const struct acme_key_box *box)
{
	acme_ca_forget_key(ca);
	if (!box)
		return;
	if (acme_key_thumbprint(box->key, &ca->thumbprint))
		acme_buf_clear(&ca->thumbprint);
	ca->account_key = acme_key_ref(box->key);
}

void
acme_ca_save_key(struct acme_ca *ca, const struct sm_requester *requester)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	if (!ca->account_key || acme_key_to_jwk(ca->account_key, &jwk))
		account_post_unsaved(&ca->sm, NULL);
	else
		ca->port->store_put(ca->port, ACME_RECORD_ACCOUNT_KEY, NULL,
				    acme_buf_span(&jwk.buf), requester);
	acme_secret_clear(&jwk);
}

/* Actions: who waits */

void
acme_ca_tell_key(struct acme_ca *ca)
{
	acme_line_tell(&ca->key_line);
}

void
acme_ca_tell_account(struct acme_ca *ca)
{
	acme_line_grant(&ca->account_line);
}

void
acme_ca_refuse(struct acme_ca *ca)
{
	acme_line_refuse(&ca->account_line, &ca->refusal);
}

void
acme_ca_refuse_all(struct acme_ca *ca)
{
	acme_line_refuse(&ca->key_line, &ca->refusal);
	acme_ca_refuse(ca);
}
