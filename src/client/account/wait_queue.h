/* SPDX-License-Identifier: MIT */
/*
 * Those who want a CA's account or its key.  When who is served is decided by
 * account.flow.
 */
#ifndef ACME_CLIENT_ACCOUNT_WAIT_QUEUE_H
#define ACME_CLIENT_ACCOUNT_WAIT_QUEUE_H

#include "client/port.h"

struct acme_account;

/* A place in the queue, and the account while it is used.  It is embedded in
 * who asks, and has to be zero at first. */
struct acme_account_ref {
	struct acme_port *port;		/* which is told of progress; or NULL */
	struct acme_account *account;	/* asked last; NULL: none */
	struct acme_account_ref *next;	/* in the queue */
	struct acme_account_ref **link; /* NULL: it does not wait */
	struct sm_request ask;
	const char *
		gone_url; /* URL of the account that the CA has lost, or NULL */
	char *url;	  /* of the account that is used; NULL: none is */
};

/* Who came first stands first. */
struct acme_wait_queue {
	struct acme_account_ref *first;
};

/* Tell the programs of all who wait. */
void acme_wait_queue_report(const struct acme_wait_queue *queue,
			    enum acme_progress progress, const char *text);

/* false: others wait already. */
bool acme_wait_queue_add(struct acme_wait_queue *queue,
			 struct acme_account_ref *ref);

/* It does not wait any more; allowed where it did not. */
void acme_wait_queue_leave(struct acme_account_ref *ref);

/* All who wait are served, or told why not; the queue is empty then. */
void acme_wait_queue_tell(struct acme_wait_queue *queue);

/* Each gets the account ${url}; NULL: it is told why not.  How many got it. */
unsigned int acme_wait_queue_serve(struct acme_wait_queue *queue,
				   const char *url);

void acme_wait_queue_fail(struct acme_wait_queue *queue,
			  const struct acme_failure *failure);

#endif
