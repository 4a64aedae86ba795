/* SPDX-License-Identifier: MIT */
/*
 * The statuses of orders, authorizations and challenges (RFC 8555 §7.1.6).
 */
#ifndef ACME_PROTOCOL_STATUS_H
#define ACME_PROTOCOL_STATUS_H

#include "base/fault.h"

struct acme_json_value;

enum acme_status {
	ACME_STATUS_UNKNOWN, /* a word that is not one of these */
	ACME_STATUS_PENDING,
	ACME_STATUS_READY,
	ACME_STATUS_PROCESSING,
	ACME_STATUS_VALID,
	ACME_STATUS_INVALID,
	ACME_STATUS_DEACTIVATED,
	ACME_STATUS_EXPIRED,
	ACME_STATUS_REVOKED,
	ACME_STATUS__MAX
};

/* The member "status" of ${object}, which must have it. */
enum acme_err acme_status_read(const struct acme_json_value *object,
			       enum acme_status *status,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* As in JSON: "pending"; "unknown" for all that has no name. */
const char *acme_status_name(enum acme_status status);

#endif
