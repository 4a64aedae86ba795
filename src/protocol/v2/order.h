/* SPDX-License-Identifier: MIT */
/*
 * An order as the CA tells it (RFC 8555 §7.1.3).
 */
#ifndef ACME_PROTOCOL_V2_ORDER_H
#define ACME_PROTOCOL_V2_ORDER_H

#include "protocol/problem.h"
#include "protocol/status.h"

struct acme_order {
	enum acme_status status;
	char *status_word;  /* as the CA says it */
	char **identifiers; /* their values; none: the CA does not say */
	size_t n_identifiers;
	char **authorizations; /* URLs */
	size_t n_authorizations;
	char *finalize;	   /* never NULL while it is pending or ready */
	char *certificate; /* NULL: not there yet, even where it is valid */
	struct acme_problem error;
};

enum acme_err acme_order_read(struct acme_span json, struct acme_order *order,
			      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_order_clear(struct acme_order *order);

#endif
