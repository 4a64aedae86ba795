/* SPDX-License-Identifier: MIT */
/*
 * One account at a CA, and what all certificates that are got by it share: the
 * CA, the account's key and its URL.  The context of account.flow.
 */
#ifndef ACME_CLIENT_ACCOUNT_ACCOUNT_H
#define ACME_CLIENT_ACCOUNT_ACCOUNT_H

#include "account.flow.h"
#include "client/account/wait_queue.h"
#include "client/config.h"
#include "client/http/ca.h"
#include "client/http/exchange.h"
#include "client/port.h"
#include "protocol/v2/objects.h"

struct acme_account {
	struct account_sm sm;
	struct acme_ca ca;
	char *email;			 /* the account's contact, or NULL */
	enum acme_key_type key_type;	 /* of the account's key */
	bool key_was_made;		 /* there was none */
	bool terms_told;		 /* the log has their URL */
	struct acme_stored *stored;	 /* the account key's text */
	struct acme_buf thumbprint;	 /* of the account key */
	char *account_url;		 /* NULL until it is known */
	enum acme_status account_status; /* UNKNOWN: not told */
	char *terms, *agreed; /* URLs, of v1; NULL: not named, not agreed to */
	struct acme_wait_queue key_queue, account_queue; /* who waits */
	unsigned int n_refs;	       /* who holds the account */
	struct acme_exchange exchange; /* the directory, the registration */
	struct acme_failure failure;   /* why it did not come to that */
};

/*
 * Copies what ${config} says of the CA and of the account; borrows ${port} for
 * its life, of which it uses the clock, streams, worker and account key.
 * ACME_ERR_INVALID: the directory's URL is no https URL.  It is to be cleared
 * after a failure, too.
 */
enum acme_err acme_account_init(struct acme_account *account,
				const struct acme_config *config,
				struct acme_port *port,
				struct sm_loop *loop) ACME_MUST_CHECK;

/* Ends connections at once; nobody may use it any more. */
void acme_account_clear(struct acme_account *account);

/* An account that an earlier run had there; NULL is allowed.  It counts where
 * none is known. */
void acme_account_recall_account(struct acme_account *account, const char *url);

/* token "." thumbprint (RFC 8555 §8.1), on the heap; NULL: memory is short. */
char *acme_account_key_authorization(const struct acme_account *account,
				     const char *token);

#endif
