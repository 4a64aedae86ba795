/* SPDX-License-Identifier: MIT */
/*
 * Who asks for an account or its key waits in a queue, and an account counts
 * those that hold it.
 */
#include "client/account/account_ref.h"

#include "client/account/account.h"

#include <stdlib.h>

static void
put(struct acme_account_ref *ref)
{
	if (!ref->url)
		return;
	free(ref->url);
	ref->url = NULL;
	ref->account->n_refs--;
}

static void
begin(struct acme_account_ref *ref, struct acme_account *account,
      const char *gone_url, const struct sm_requester *requester)
{
	acme_wait_queue_leave(ref);
	put(ref);
	ref->account = account;
	ref->gone_url = gone_url;
	sm_request_init(&ref->ask, requester);
}

void
acme_account_ref_ask_key(struct acme_account_ref *ref,
			 struct acme_account *account,
			 const struct sm_requester *requester)
{
	begin(ref, account, NULL, requester);
	if (acme_wait_queue_add(&account->key_queue, ref))
		account_post_key_asked(&account->sm);
}

void
acme_account_ref_ask_account(struct acme_account_ref *ref,
			     struct acme_account *account, const char *gone_url,
			     const struct sm_requester *requester)
{
	begin(ref, account, gone_url, requester);
	if (acme_wait_queue_add(&account->account_queue, ref))
		account_post_account_asked(&account->sm);
}

void
acme_account_ref_release(struct acme_account_ref *ref)
{
	acme_wait_queue_leave(ref);
	if (!ref->url)
		return;
	put(ref);
	account_post_released(&ref->account->sm);
}
