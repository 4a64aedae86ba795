/* SPDX-License-Identifier: MIT */
/*
 * The chunked transfer coding (RFC 9112 §7.1), decoded in place: the bytes of
 * the chunks move together, framing and trailers are dropped.  Used by
 * http_message.c only.
 */
#ifndef ACME_FORMAT_HTTP_HTTP_CHUNKED_H
#define ACME_FORMAT_HTTP_HTTP_CHUNKED_H

#include "base/fault.h"
#include "base/span.h"

struct acme_http_chunked {
	int cs;		   /* the machine's state */
	size_t at;	   /* first byte not scanned yet */
	size_t end;	   /* where the next decoded byte goes */
	size_t chunk_size; /* as far as it is read */
	size_t chunk_left; /* bytes of this chunk still to come */
};

/* A body that begins at the offset ${at}. */
void acme_http_chunked_init(struct acme_http_chunked *chunked, size_t at);

/*
 * Go on at chunked->at.  What is decoded lies before chunked->end.
 * ACME_ERR_LIMIT: a chunk is longer than ${max_len}.
 */
enum acme_err acme_http_chunked_parse(struct acme_http_chunked *chunked,
				      char *data, size_t len, size_t max_len,
				      bool *complete,
				      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
