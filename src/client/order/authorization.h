/* SPDX-License-Identifier: MIT */
/*
 * One identifier of an order: the context of authorization.flow.
 */
#ifndef ACME_CLIENT_ORDER_AUTHORIZATION_H
#define ACME_CLIENT_ORDER_AUTHORIZATION_H

#include "authorization.flow.h"
#include "client/http/exchange.h"
#include "client/order/challenges.h"
#include "client/port.h"
#include "protocol/v2/objects.h"

enum acme_authorization_purpose {
	ACME_AUTHORIZATION_RESPOND, /* to one of its challenges */
	ACME_AUTHORIZATION_LEARN,   /* see why it is not valid */
};

struct acme_authorization {
	struct authorization_sm sm;
	struct acme_authorization_list *list;
	char *url;	  /* NULL: the CA has none for it yet (ACME v1) */
	const char *name; /* that was ordered; NULL: not read yet */
	enum acme_authorization_purpose purpose;
	struct acme_authz authz;
	const struct acme_challenge *chosen; /* of authz; NULL: none */
	struct acme_exchange exchange;
	struct acme_fault fault;	/* why it is refused */
	enum acme_problem_type problem; /* the CA's word for it */
	char *logged;	     /* of the fault: is in the log already */
	unsigned int failed; /* challenge types (client/order/challenge.h) */
};

/* Those of one order (authorization_list.h). */
struct acme_authorization_list {
	struct acme_challenges challenges;
	struct acme_authorization *items; /* one per name or URL */
	size_t n;
	bool has_error;	   /* one of them said why there is no certificate */
	bool name_refused; /* what it said can be mended by no other type */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_authorization_prepare(struct acme_authorization *authorization,
				      struct acme_authorization_list *list,
				      const char *url,
				      enum acme_authorization_purpose purpose);

/* The same of one that is known to be valid: it ends so. */
struct sm *
acme_authorization_prepare_valid(struct acme_authorization *authorization);

/* What it is for, as far as it is known. */
const char *
acme_authorization_name(const struct acme_authorization *authorization);

/* The type of challenge by which it is or was to become valid;
 * ACME_CHALLENGE__MAX: not read, or by none that we know. */
enum acme_challenge_type
acme_authorization_challenge(const struct acme_authorization *authorization);

/* If it is not valid, the CA is asked for another one, where it can be. */
void acme_authorization_forget(struct acme_authorization *authorization);

void acme_authorization_clear(struct acme_authorization *authorization);

#endif
