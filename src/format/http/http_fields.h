/* SPDX-License-Identifier: MIT */
/* The field lines of a head (RFC 9112 §5), by name. */
#ifndef ACME_FORMAT_HTTP_HTTP_FIELDS_H
#define ACME_FORMAT_HTTP_HTTP_FIELDS_H

#include "base/buf.h"
#include "format/http/http_head.h"

/*
 * Find the next field ${name} (without case) of a head that is complete, from
 * the offset ${from} on (0: the first), which then is the line after it.
 * ${response} holds all bytes since the response's first.  False: no more.
 */
bool acme_http_next_field(const struct acme_http_head *head,
			  const struct acme_buf *response, const char *name,
			  size_t *from, struct acme_span *value);

/* The first field ${name}; empty where there is none. */
struct acme_span acme_http_field(const struct acme_http_head *head,
				 const struct acme_buf *response,
				 const char *name);

#endif
