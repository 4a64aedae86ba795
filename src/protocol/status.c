/* SPDX-License-Identifier: MIT */
/*
 * This reads the words of RFC 8555 §7.1.6.  A word of a later RFC is unknown,
 * not an error.
 */
#include "protocol/status.h"

#include "format/json/json.h"

static const char *const names[ACME_STATUS__MAX] = {
	[ACME_STATUS_UNKNOWN] = "unknown",
	[ACME_STATUS_PENDING] = "pending",
	[ACME_STATUS_READY] = "ready",
	[ACME_STATUS_PROCESSING] = "processing",
	[ACME_STATUS_VALID] = "valid",
	[ACME_STATUS_INVALID] = "invalid",
	[ACME_STATUS_DEACTIVATED] = "deactivated",
	[ACME_STATUS_EXPIRED] = "expired",
	[ACME_STATUS_REVOKED] = "revoked",
};

enum acme_err
acme_status_read(const struct acme_json_value *object, enum acme_status *status,
		 struct acme_fault *fault)
{
	struct acme_span word;
	enum acme_err err = acme_json_string(object, "status", &word, fault);
	unsigned int i;

	if (err)
		return err;
	*status = ACME_STATUS_UNKNOWN;
	for (i = 0; i < ACME_STATUS__MAX; i++)
		if (acme_span_equal(word, acme_span_str(names[i])))
			*status = (enum acme_status)i;
	return ACME_OK;
}

const char *
acme_status_name(enum acme_status status)
{
	return (unsigned int)status < ACME_STATUS__MAX
		       ? names[status]
		       : names[ACME_STATUS_UNKNOWN];
}
