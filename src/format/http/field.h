/* SPDX-License-Identifier: MIT */
/*
 * Values of the fields that decide something: RFC 9110 and RFC 9112, and
 * Replay-Nonce of RFC 8555.  Link is in link.h, HTTP-date in http_date.h, and
 * Location is a URL: url.h.  Values come without white space around them.
 */
#ifndef ACME_FORMAT_HTTP_FIELD_H
#define ACME_FORMAT_HTTP_FIELD_H

#include "base/fault.h"
#include "base/span.h"

#include <stdint.h>

#define ACME_FIELD_MAX_RETRY_AFTER_S INT32_MAX

/*
 * RFC 9110 §10.2.3: seconds or an HTTP-date, as seconds from ${now_s} (Unix
 * time): never negative, at most ACME_FIELD_MAX_RETRY_AFTER_S.
 */
enum acme_err acme_field_retry_after(struct acme_span value, int64_t now_s,
				     int64_t *retry_after_s,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* RFC 9112 §6.3: one number, or a list of the same one. */
enum acme_err
acme_field_content_length(struct acme_span value, uint64_t *len,
			  struct acme_fault *fault) ACME_MUST_CHECK;

/* Is the list of tokens well formed and holds ${token} (without case)? */
bool acme_field_has_token(struct acme_span value, const char *token);

/* Transfer-Encoding: is it just "chunked", which is all that we can undo? */
bool acme_field_is_chunked(struct acme_span value);

/* Is it this media type, whatever its parameters ("application/json")? */
bool acme_field_is_media_type(struct acme_span value, const char *media_type);

/* RFC 8555 §6.5.1: base64url letters only, at least one. */
bool acme_field_is_nonce(struct acme_span value);

#endif
