/* SPDX-License-Identifier: MIT */
/*
 * What a CA says that an order or an authorization is for, compared with what
 * was ordered (RFC 8555 §7.1.3, §7.1.4).
 */
#ifndef ACME_CLIENT_ORDER_IDENTIFIERS_H
#define ACME_CLIENT_ORDER_IDENTIFIERS_H

#include "client/config.h"
#include "protocol/v2/authz.h"
#include "protocol/v2/order.h"

/* All of the names and no other, and no more authorizations than names. */
enum acme_err
acme_identifiers_check_order(const struct acme_config *config,
			     const struct acme_order *order,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* For ${name}; where that is NULL it becomes the one that it is for. */
enum acme_err
acme_identifiers_check_authz(const struct acme_config *config,
			     const struct acme_authz *authz, const char **name,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Are both for the same name? */
bool acme_identifiers_same(const struct acme_authz *a,
			   const struct acme_authz *b);

#endif
