/* SPDX-License-Identifier: MIT */
/*
 * What stream.c and stream_tls.c tell one another.
 *
 * What is marked so belongs to the worker while `working` is set, and to the
 * loop's thread otherwise: ciphertext that comes meanwhile waits in
 * `received`, and what TLS wants to send is copied to `to_send` afterwards.
 */
#ifndef ACME_LWS_CONNECT_STREAM_PRIVATE_H
#define ACME_LWS_CONNECT_STREAM_PRIVATE_H

#include "client/payload.h"
#include "lws/connect/stream.h"
#include "lws/connect/tcp_connect.h"

/* A handshake is some kilobytes, and the core takes answers as they come. */
#define ACME_STREAM_CIPHERTEXT_MAX (128 * 1024)
#define ACME_STREAM_PLAINTEXT_MAX  (2 * 1024 * 1024)

enum acme_stream_phase {
	ACME_STREAM_RESOLVING,
	ACME_STREAM_CONNECTING,
	ACME_STREAM_CONNECTED,
	ACME_STREAM_SECURING,
	ACME_STREAM_UP,
	ACME_STREAM_OVER,
};

struct acme_stream {
	struct acme_job job; /* first: the stream is its own, one at a time */
	struct acme_socket_watch watch; /* of its connection, or attempts */
	struct acme_lws_context *lws;
	struct acme_stream_owner owner; /* without sm: it has been closed */
	enum acme_stream_phase phase;
	bool working;
	bool told; /* of bytes that are not taken yet */
	bool told_refused;
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

/* It is down; said once. */
void acme_stream_lose(struct acme_stream *stream,
		      const struct acme_fault *fault);

void acme_stream_lose_because(struct acme_stream *stream, enum acme_err err,
			      const char *why);

/* After a job: is there nobody whom it matters to?  Then it may be freed. */
bool acme_stream_abandoned(struct acme_stream *stream);

/* stream_tls.c */
void acme_stream_tls_start(struct acme_stream *stream);
void acme_stream_tls_received(struct acme_stream *stream,
			      struct acme_span ciphertext);
void acme_stream_tls_flush(struct acme_stream *stream);

#endif
