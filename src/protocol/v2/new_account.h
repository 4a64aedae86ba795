/* SPDX-License-Identifier: MIT */
/*
 * newAccount (RFC 8555 §7.3): its payload, and what the response says.
 */
#ifndef ACME_PROTOCOL_V2_NEW_ACCOUNT_H
#define ACME_PROTOCOL_V2_NEW_ACCOUNT_H

#include "base/buf.h"
#include "protocol/status.h"

/*
 * Append it to ${json}: the terms are agreed to, and ${email}, which may be
 * NULL, is the contact.  ACME_ERR_SYNTAX: it is not UTF-8.
 */
enum acme_err acme_new_account_write(const char *email,
				     struct acme_buf *json) ACME_MUST_CHECK;

/* Of the account that the CA shows (§7.1.2); UNKNOWN where it does not say. */
enum acme_status acme_new_account_status(struct acme_span json);

#endif
