/* SPDX-License-Identifier: MIT */
/*
 * An HTTP/1.1 response (RFC 9112), read from a buffer that grows: after each
 * arrival acme_http_message_parse() goes on where it stopped.  No I/O and no
 * allocation.  Interim responses (1xx) are skipped.
 */
#ifndef ACME_FORMAT_HTTP_HTTP_MESSAGE_H
#define ACME_FORMAT_HTTP_HTTP_MESSAGE_H

#include "base/buf.h"
#include "format/http/http_chunked.h"
#include "format/http/http_head.h"

#include <stdint.h>

#define ACME_HTTP_MESSAGE_MAX_LEN (1024 * 1024) /* bytes, head and body */

enum acme_http_framing {	   /* RFC 9112 §6.3 */
	ACME_HTTP_FRAMING_UNKNOWN, /* the head is not complete */
	ACME_HTTP_FRAMING_NONE,	   /* HEAD, 204, 304 */
	ACME_HTTP_FRAMING_LENGTH,
	ACME_HTTP_FRAMING_CHUNKED,
	ACME_HTTP_FRAMING_CLOSE, /* the body ends with the connection */
};

struct acme_http_message {
	struct acme_http_head head; /* head.status once the head is read */
	struct acme_http_chunked chunked;
	enum acme_http_framing framing;
	size_t body_at;
	size_t body_len;    /* decoded bytes so far */
	size_t content_len; /* ACME_HTTP_FRAMING_LENGTH: bytes to come in all */
	size_t used;	    /* complete: bytes of the buffer that were this */
	bool to_head;	    /* the request was HEAD */
	bool keep_alive;    /* another request may follow on this connection */
	bool complete;
};

/* ${to_head}: the request was HEAD, so that no body follows. */
void acme_http_message_init(struct acme_http_message *message, bool to_head);

/*
 * Go on; ${response} holds all bytes since the response's first, and is changed
 * only by appending to it until the response is complete (and by this call,
 * which moves the bytes of chunks together).  When ${complete}, drop
 * response->used bytes before the next response.  After an error the
 * connection is of no more use, and this is not called again.
 */
enum acme_err acme_http_message_parse(struct acme_http_message *message,
				      struct acme_buf *response, bool *complete,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * The connection ended.  ACME_OK: the response is complete, perhaps by that.
 * ACME_ERR_CLOSED: it is cut off, and the fault says where.
 */
enum acme_err acme_http_message_eof(struct acme_http_message *message,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/* The decoded body; borrowed from ${response}. */
struct acme_span acme_http_message_body(const struct acme_http_message *message,
					const struct acme_buf *response);

#endif
