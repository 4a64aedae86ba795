/* SPDX-License-Identifier: MIT */
/*
 * Reads one response at a time from the bytes of a connection.
 */
#ifndef ACME_PROTOCOL_HTTP_HTTP_READER_H
#define ACME_PROTOCOL_HTTP_HTTP_READER_H

#include "protocol/http/http_request.h"
#include "protocol/http/http_response.h"

#define ACME_HTTP_RESPONSE_MAX (1024 * 1024) /* bytes, head and body */

struct acme_http_reader;

/* The caller appends what came to acme_http_reader_in(). */
enum acme_err
acme_http_reader_new(struct acme_http_reader **reader) ACME_MUST_CHECK;

/* NULL is allowed. */
void acme_http_reader_free(struct acme_http_reader *reader);

/* Ready for the response to a request with ${method}; drops what was read. */
void acme_http_reader_expect(struct acme_http_reader *reader,
			     enum acme_http_method method);

/* Where the bytes go; its limit is ACME_HTTP_RESPONSE_MAX. */
struct acme_buf *acme_http_reader_in(struct acme_http_reader *reader);

/* Has any byte of the response come? */
bool acme_http_reader_begun(const struct acme_http_reader *reader);

/*
 * Go on with what has come.  ${response} stays as it is until the response is
 * whole; who reads on must expect another first.  ${now_s} (Unix time) makes
 * Retry-After's dates relative.  Where bytes follow the response, it does not
 * keep the connection alive; those that come while nothing is expected are
 * ACME_ERR_INVALID.
 */
enum acme_err acme_http_reader_go(struct acme_http_reader *reader,
				  int64_t now_s,
				  struct acme_http_response **response,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * The same after the peer closed: a response may end so (RFC 9112 §6.3).  It
 * gives a response, or ACME_ERR_CLOSED where there is none or half of one.
 */
enum acme_err acme_http_reader_eof(struct acme_http_reader *reader,
				   int64_t now_s,
				   struct acme_http_response **response,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
