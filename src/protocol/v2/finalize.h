/* SPDX-License-Identifier: MIT */
/*
 * The payload that finalizes an order (RFC 8555 §7.4).
 */
#ifndef ACME_PROTOCOL_V2_FINALIZE_H
#define ACME_PROTOCOL_V2_FINALIZE_H

#include "base/buf.h"

/* Append it to ${json}. */
enum acme_err acme_finalize_write(struct acme_span csr_der,
				  struct acme_buf *json) ACME_MUST_CHECK;

#endif
