/* SPDX-License-Identifier: MIT */
/*
 * The payload of newAccount (RFC 8555 §7.3).
 */
#ifndef ACME_PROTOCOL_NEW_ACCOUNT_H
#define ACME_PROTOCOL_NEW_ACCOUNT_H

#include "base/buf.h"

/*
 * Append it to ${json}: the terms are agreed to, and ${email}, which may be
 * NULL, is the contact.  ACME_ERR_SYNTAX: it is not UTF-8.
 */
enum acme_err acme_new_account_write(const char *email,
				     struct acme_buf *json) ACME_MUST_CHECK;

#endif
