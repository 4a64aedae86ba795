/* SPDX-License-Identifier: MIT */
/*
 * Absolute http and https URLs (RFC 3986, RFC 9110 §4.2), split for a
 * request; and references, which may be relative.  User information and
 * fragments are refused: no ACME URL has them.
 */
#ifndef ACME_FORMAT_URL_H
#define ACME_FORMAT_URL_H

#include "base/buf.h"

#include <stdint.h>

#define ACME_URL_MAX_LEN 4096 /* bytes; a request's head has room for it */

struct acme_url {
	bool https;
	struct acme_span host; /* a name or an address; IPv6 in its brackets */
	uint16_t port;	       /* 443 or 80 where the URL has none */
	struct acme_span authority; /* host and port as written: field Host */
	struct acme_span
		target; /* path and query; empty: "/" is to be asked for */
};

/* ${url} borrows from ${text}.  ${https_only}: all that does not begin with
 * https:// is ACME_ERR_INVALID. */
enum acme_err acme_url_parse(struct acme_span text, bool https_only,
			     struct acme_url *url,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Set ${url} to what ${reference}, absolute or relative, means in a response
 * about ${base} (RFC 3986 §5.2), without its fragment; on the heap.
 */
enum acme_err acme_url_resolve(const char *base, struct acme_span reference,
			       char **url,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* The host for a resolver or for TLS: an IPv6 address without its brackets. */
struct acme_span acme_url_host_bare(const struct acme_url *url);

#endif
