/* SPDX-License-Identifier: MIT */
/*
 * A place in the queue of those who want a CA's account or its key, and the
 * account while it is held.  It is embedded in who asks, and has to be zero at
 * first.  When who is served is decided by account.flow.
 */
#ifndef ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H
#define ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H

#include "client/port.h"

struct acme_account;

struct acme_account_ref {
	struct acme_port *port;		/* which is told of progress; or NULL */
	struct acme_account *account;	/* asked last; NULL: none */
	struct acme_account_ref *next;	/* in the queue */
	struct acme_account_ref **link; /* NULL: it does not wait */
	struct sm_request ask;
	const char *
		gone_url; /* URL of the account that the CA has lost, or NULL */
	char *url;	  /* of the account that is held; NULL: none is */
};

/* Who came first stands first. */
struct acme_wait_queue {
	struct acme_account_ref *first;
};

/* Wait until the account's key is known: done has no payload, failed has a
 * struct acme_refusal. */
void acme_account_ref_ask_key(struct acme_account_ref *ref,
			      struct acme_account *account,
			      const struct sm_requester *requester);

/*
 * Wait for the account, and hold it.  Where the CA does not know the account
 * ${gone_url} any more, it is to be another one; NULL: any.  ${gone_url} is borrowed
 * until the answer comes.
 */
void acme_account_ref_ask_account(struct acme_account_ref *ref,
				  struct acme_account *account,
				  const char *gone_url,
				  const struct sm_requester *requester);

/* It does not wait and does not hold any more; allowed where it did not. */
void acme_account_ref_release(struct acme_account_ref *ref);

/* Tell the programs of all who wait. */
void acme_wait_queue_report(const struct acme_wait_queue *queue,
			    enum acme_progress progress, const char *text);

/* All who wait are served, or refused; the line is empty then. */
void acme_wait_queue_tell(struct acme_wait_queue *queue);
void acme_wait_queue_grant(struct acme_wait_queue *queue);
void acme_wait_queue_refuse(struct acme_wait_queue *queue,
			    const struct acme_refusal *refusal);

#endif
