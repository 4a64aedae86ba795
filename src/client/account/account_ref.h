/* SPDX-License-Identifier: MIT */
/*
 * A place in the line of those who want a CA's account or its key, and the
 * account while it is held.  It is embedded in who asks, and has to be zero at
 * first.  When who is served is decided by account.flow.
 */
#ifndef ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H
#define ACME_CLIENT_ACCOUNT_ACCOUNT_REF_H

#include "client/port.h"

struct acme_ca;

struct acme_hold {
	struct acme_ca *ca;	 /* asked last; NULL: none */
	struct acme_hold *next;	 /* in the line */
	struct acme_hold **link; /* NULL: it does not wait */
	struct sm_ask ask;
	const char *lost; /* URL of the account that the CA has lost, or NULL */
	char *url;	  /* of the account that is held; NULL: none is */
};

/* Who came first stands first. */
struct acme_line {
	struct acme_hold *first;
};

/* Wait until the account's key is known: done has no payload, failed has a
 * struct acme_refusal. */
void acme_hold_ask_key(struct acme_hold *hold, struct acme_ca *ca,
		       const struct acme_asker *asker);

/*
 * Wait for the account, and hold it.  Where the CA does not know the account
 * ${lost} any more, it is to be another one; NULL: any.  ${lost} is borrowed
 * until the answer comes.
 */
void acme_hold_ask_account(struct acme_hold *hold, struct acme_ca *ca,
			   const char *lost, const struct acme_asker *asker);

/* It does not wait and does not hold any more; allowed where it did not. */
void acme_hold_release(struct acme_hold *hold);

/* All who wait are served, or refused; the line is empty then. */
void acme_line_tell(struct acme_line *line);
void acme_line_grant(struct acme_line *line);
void acme_line_refuse(struct acme_line *line,
		      const struct acme_refusal *refusal);

#endif
