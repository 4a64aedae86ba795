/* SPDX-License-Identifier: MIT */
/*
 * One certificate from a CA of ACME v1 (draft-ietf-acme-acme-03): the context
 * of acme_v1.flow.
 */
#ifndef ACME_CLIENT_ORDER_ACME_V1_H
#define ACME_CLIENT_ORDER_ACME_V1_H

#include "acme_v1.flow.h"
#include "client/order/authorization_list.h"
#include "client/order/order_csr.h"

struct acme_v1 {
	struct acme_v1_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_order_csr *order_csr; /* what it is to bring */
	struct acme_authorization_list authorizations;
	struct acme_exchange exchange;
	char *next_url; /* of the chain's next part; NULL: there is none */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_v1_prepare(struct acme_v1 *v1,
			   struct acme_enrollment *enrollment,
			   struct acme_order_csr *order_csr);

void acme_v1_clear(struct acme_v1 *v1);

/* How v1 asks about an authorization (client/order/challenges.h). */
extern const struct acme_dialect acme_v1_dialect;

#endif
