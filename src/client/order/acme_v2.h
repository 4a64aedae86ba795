/* SPDX-License-Identifier: MIT */
/*
 * One order under way: the context of acme_v2.flow (RFC 8555 §7).
 */
#ifndef ACME_CLIENT_ORDER_ACME_V2_H
#define ACME_CLIENT_ORDER_ACME_V2_H

#include "acme_v2.flow.h"
#include "client/http/exchange.h"
#include "client/order/authorization_list.h"
#include "client/order/order_csr.h"
#include "client/port.h"
#include "protocol/v2/objects.h"

struct acme_enrollment;

struct acme_v2 {
	struct acme_v2_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_failure *failure;	  /* the enrollment's */
	struct acme_order_csr *order_csr; /* what it is to bring */
	struct acme_authorization_list authorizations;
	struct acme_exchange exchange;
	struct acme_order order;
	struct acme_retry_after poll_after; /* when to look again */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_v2_prepare(struct acme_v2 *order,
			   struct acme_enrollment *enrollment,
			   struct acme_order_csr *order_csr);

void acme_v2_clear(struct acme_v2 *order);

/* How RFC 8555 asks about an authorization (client/order/challenges.h). */
extern const struct acme_dialect acme_v2_dialect;

#endif
