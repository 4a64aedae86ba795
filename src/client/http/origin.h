/* SPDX-License-Identifier: MIT */
/*
 * Where a URL leads: a host and a port (RFC 6454 §4, https only).  A
 * connection has one, and serves all URLs of it.
 */
#ifndef ACME_CLIENT_HTTP_ORIGIN_H
#define ACME_CLIENT_HTTP_ORIGIN_H

#include "base/fault.h"
#include "base/span.h"

#include <stdint.h>

struct acme_origin {
	struct acme_span host; /* a name or an address, without brackets */
	uint16_t port;
};

/* ${origin} borrows from ${url}.  ACME_ERR_INVALID, ACME_ERR_SYNTAX: it is no
 * https URL. */
enum acme_err acme_origin_of(const char *url, struct acme_origin *origin,
			     struct acme_fault *fault) ACME_MUST_CHECK;

bool acme_origin_equal(struct acme_origin a, struct acme_origin b);

#endif
