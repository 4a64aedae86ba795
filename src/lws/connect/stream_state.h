/* SPDX-License-Identifier: MIT */
/*
 * What a stream is, for stream.c and stream_tls.c: its jobs and its loss.
 *
 * What is marked so belongs to the worker while `working` is set, and to the
 * loop's thread otherwise: ciphertext that comes meanwhile waits in
 * `received`, and what TLS wants to send is copied to `to_send` afterwards.
 */
#ifndef ACME_LWS_CONNECT_STREAM_STATE_H
#define ACME_LWS_CONNECT_STREAM_STATE_H

#include "client/payload.h"
#include "lws/connect/tcp_connect.h"
#include "lws/connect/tls_client_cache.h"
#include "lws/loop/lws_context.h"

/* A handshake is some kilobytes, and the ACME client takes responses as they
 * come. */
#define ACME_STREAM_CIPHERTEXT_MAX (128 * 1024)
#define ACME_STREAM_PLAINTEXT_MAX  (2 * 1024 * 1024)

struct acme_stream {
	struct acme_job job; /* first: the stream is its own, one at a time */
	struct acme_socket_watch
		watch; /* of its connection, or of its sockets that connect */
	struct acme_lws_context *lws;
	struct acme_stream_observer
		observer; /* without sm: it has been closed */
	bool over;	  /* it is lost, or has been closed */
	bool working;
	bool notified; /* of bytes that are not taken yet */
	bool notified_refused;
	struct lws *wsi;
	struct acme_buf received, to_send, plaintext;
	/* the worker's */
	struct acme_tls_client_cache *cache;
	struct acme_tcp_connect tcp;
	struct acme_tls *tls;
	struct acme_buf flight; /* ciphertext for the handshake */
	bool secure;		/* the handshake is complete */
	enum acme_err err;
	struct acme_fault fault;
};

/* Have the worker run(), and then finish() come. */
void acme_stream_work(struct acme_stream *stream,
		      void (*run)(struct acme_job *),
		      void (*finish)(struct acme_job *));

/* Does TLS stand?  It may while the worker has it, and does not count yet. */
bool acme_stream_is_up(const struct acme_stream *stream);

/* It is down; said once. */
void acme_stream_lose(struct acme_stream *stream,
		      const struct acme_fault *fault);

void acme_stream_lose_because(struct acme_stream *stream, enum acme_err err,
			      const char *why);

/* After a job: is there nobody whom it matters to?  Then it may be freed. */
bool acme_stream_abandoned(struct acme_stream *stream);

/* It closes once all is sent: an alert may be on its way to the peer. */
void acme_stream_linger(struct acme_stream *stream);

/* Free it where neither its observer, nor lws,
 * nor the worker has it any more. */
void acme_stream_free_if_unused(struct acme_stream *stream);

/* Before it is over: an address that got no further than TCP is of no use. */
void acme_stream_remember_address(struct acme_stream *stream);

#endif
