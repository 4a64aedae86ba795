/* SPDX-License-Identifier: MIT */
/*
 * The payload of newOrder (RFC 8555 §7.4).
 */
#ifndef ACME_PROTOCOL_V2_NEW_ORDER_H
#define ACME_PROTOCOL_V2_NEW_ORDER_H

#include "base/buf.h"

/* Append it to ${json}: identifiers of the type dns, in this order. */
enum acme_err acme_new_order_write(const char *const *names, size_t n_names,
				   struct acme_buf *json) ACME_MUST_CHECK;

#endif
