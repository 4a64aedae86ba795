/* SPDX-License-Identifier: MIT */
/*
 * What an order or an authorization is for (RFC 8555 §7.1.3, §9.7.7).
 */
#ifndef ACME_PROTOCOL_IDENTIFIER_H
#define ACME_PROTOCOL_IDENTIFIER_H

#include "base/fault.h"

struct acme_json_value;

/* Its value, on the heap; one of another type than "dns" is a fault. */
enum acme_err acme_identifier_read(const struct acme_json_value *identifier,
				   char **value,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
