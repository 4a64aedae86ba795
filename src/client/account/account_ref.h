/* SPDX-License-Identifier: MIT */
/* How an enrollment asks for a CA's account or its key, and lets go of it. */
#ifndef ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H
#define ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H

#include "client/account/wait_queue.h"

/* Wait until the account's key is known: done has no payload, failed has a
 * struct acme_failure. */
void acme_account_ref_ask_key(struct acme_account_ref *ref,
			      struct acme_account *account,
			      const struct sm_requester *requester);

/*
 * Wait for the account, and hold it.  Where the CA does not know the account
 * ${gone_url} any more, it is to be another one; NULL: any.  ${gone_url} is
 * borrowed until the answer comes.
 */
void acme_account_ref_ask_account(struct acme_account_ref *ref,
				  struct acme_account *account,
				  const char *gone_url,
				  const struct sm_requester *requester);

/* It does not wait and does not hold any more; allowed where it did not. */
void acme_account_ref_release(struct acme_account_ref *ref);

#endif
