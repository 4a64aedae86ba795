/* SPDX-License-Identifier: MIT */
/*
 * A stream to a CA: name resolution (in the worker), TCP (a raw lws
 * connection), TLS (its handshake in the worker).  The port's struct
 * acme_stream is here.
 *
 * It outlives stream_close() while the worker or lws have it, so that neither
 * touches freed memory.
 */
#ifndef ACME_LWS_CONNECT_STREAM_H
#define ACME_LWS_CONNECT_STREAM_H

#include "lws/connect/tls_client_cache.h"
#include "lws/loop/lws_context.h"

/* The connections to CAs of one lws context. */
struct acme_streams {
	struct acme_lws_context *lws;
	struct acme_tls_client_cache *caches;
};

/* No stream is left, and the worker has stopped. */
void acme_streams_clear(struct acme_streams *streams);

struct acme_stream *
acme_stream_open(struct acme_streams *streams, const struct acme_endpoint *to,
		 const struct acme_stream_observer *observer);

void acme_stream_next_address(struct acme_stream *stream);

void acme_stream_addresses(const struct acme_stream *stream,
			   struct acme_fault *fault);

void acme_stream_secure(struct acme_stream *stream);

void acme_stream_write(struct acme_stream *stream, struct acme_span bytes);

enum acme_err acme_stream_take(struct acme_stream *stream,
			       struct acme_buf *into) ACME_MUST_CHECK;

void acme_stream_close(struct acme_stream *stream);

#endif
