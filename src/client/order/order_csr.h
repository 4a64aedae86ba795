/* SPDX-License-Identifier: MIT */
/*
 * A certificate on its way, whichever ACME the CA speaks: its key, the CSR, the
 * chain that came for it.  The context of order_csr.flow and of order_key.flow;
 * why they did not end with ok stands in the enrollment's failure.
 */
#ifndef ACME_CLIENT_ORDER_ORDER_CSR_H
#define ACME_CLIENT_ORDER_ORDER_CSR_H

#include "client/payload.h"
#include "order_csr.flow.h"
#include "order_key.flow.h"

struct acme_enrollment;

struct acme_order_csr {
	struct order_csr_sm order_csr_sm;
	struct order_key_sm order_key_sm;
	struct acme_enrollment *enrollment;
	struct acme_key *key; /* NULL: not read, not made */
	struct acme_secret key_pem;
	struct acme_buf csr;   /* DER */
	struct acme_buf chain; /* PEM */
};

/* Empty.  ${enrollment} is borrowed for its life. */
void acme_order_csr_init(struct acme_order_csr *order_csr,
			 struct acme_enrollment *enrollment);

/* The memory may be zero. */
void acme_order_csr_clear(struct acme_order_csr *order_csr);

/* Two flows, ready to be run. */
struct sm *acme_order_csr_request(struct acme_order_csr *order_csr);
struct sm *acme_order_csr_recall(struct acme_order_csr *order_csr);

#endif
