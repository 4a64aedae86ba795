/* SPDX-License-Identifier: MIT */
/*
 * The Link field (RFC 8288 §3): "<target>; rel=next, <other>; rel=up".  An
 * empty element between commas is skipped, as RFC 9110 §5.6.1 asks.
 */
#ifndef ACME_FORMAT_HTTP_LINK_H
#define ACME_FORMAT_HTTP_LINK_H

#include "base/fault.h"
#include "base/span.h"

struct acme_link {
	struct acme_span target; /* a URI-Reference, as written */
	struct acme_span rel; /* words, without quotes; empty where not given */
};

/*
 * Take the next link off ${value}, which shrinks to what follows it.
 * ${found} is false at the end.  Each of several rel counts once: the first.
 */
enum acme_err acme_link_next(struct acme_span *value, struct acme_link *link,
			     bool *found,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Is ${rel} (without case) one of the link's relations? */
bool acme_link_has_rel(const struct acme_link *link, const char *rel);

#endif
