/* SPDX-License-Identifier: MIT */
/*
 * One identifier of an order: the context of authorization.flow.
 */
#ifndef ACME_CLIENT_AUTHORIZATION_H
#define ACME_CLIENT_AUTHORIZATION_H

#include "authorization.flow.h"
#include "client/exchange.h"
#include "client/port.h"
#include "protocol/objects.h"

struct acme_v2;

enum acme_authorization_purpose {
	ACME_AUTHORIZATION_ANSWER, /* answer one of its challenges */
	ACME_AUTHORIZATION_LEARN,  /* see why it is not valid */
};

struct acme_authorization {
	struct authorization_sm sm;
	struct acme_v2 *order;
	const char *url; /* the order's */
	enum acme_authorization_purpose purpose;
	struct acme_authz authz;
	const struct acme_challenge *chosen; /* of authz; NULL: none */
	struct acme_exchange exchange;
	struct acme_fault fault;	/* why it is refused */
	enum acme_problem_type problem; /* the CA's word for it */
	unsigned int failed; /* challenge types (client/challenge.h) */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_authorization_prepare(struct acme_authorization *authorization,
				      struct acme_v2 *order, const char *url,
				      enum acme_authorization_purpose purpose);

void acme_authorization_clear(struct acme_authorization *authorization);

#endif
