/* SPDX-License-Identifier: MIT */
/*
 * A stream to a CA lives from the resolution of its host's name to the close
 * of its connection.  Its TLS is in stream_tls.c.
 */
#include "lws/connect/stream_private.h"

#include <stdlib.h>

#define CHUNK	  4096
#define GOODBYE_S 2 /* for an alert to leave; nobody waits for that */

/* Where neither its owner, nor lws, nor the worker has it any more. */
static void
free_if_unused(struct acme_stream *stream)
{
	if (stream->owner.sm || stream->wsi || stream->working)
		return;
	acme_tls_free(stream->tls);
	acme_tcp_connect_clear(&stream->tcp);
	acme_buf_clear(&stream->received);
	acme_buf_clear(&stream->to_send);
	acme_buf_clear(&stream->plaintext);
	acme_buf_clear(&stream->flight);
	acme_tls_client_cache_put(stream->cache, &stream->lws->worker);
	free(stream);
}

void
acme_stream_work(struct acme_stream *stream, void (*run)(struct acme_job *),
		 void (*finish)(struct acme_job *))
{
	stream->working = true;
	stream->job.run = run;
	stream->job.finish = finish;
	acme_worker_add(&stream->lws->worker, &stream->job);
}

bool
acme_stream_abandoned(struct acme_stream *stream)
{
	stream->working = false;
	if (stream->owner.sm)
		return stream->phase == ACME_STREAM_OVER;
	free_if_unused(stream);
	return true;
}

/* Before it is over: one that got no further than TCP is of no use. */
static void
remember_address(struct acme_stream *stream)
{
	if (stream->phase == ACME_STREAM_CONNECTED ||
	    stream->phase == ACME_STREAM_SECURING)
		acme_tcp_connect_remember(&stream->tcp, false,
					  &stream->cache->first);
}

void
acme_stream_lose(struct acme_stream *stream, const struct acme_fault *fault)
{
	if (stream->phase == ACME_STREAM_OVER)
		return;
	remember_address(stream);
	stream->phase = ACME_STREAM_OVER;
	/* When all is sent: an alert may be on its way to the peer. */
	if (stream->wsi) {
		lws_callback_on_writable(stream->wsi);
		lws_set_timeout(stream->wsi, PENDING_TIMEOUT_CLOSE_SEND,
				GOODBYE_S);
	}
	sm_post(stream->owner.sm, stream->owner.down,
		acme_fault_new(fault->err, "%s", fault->text));
}

void
acme_stream_lose_because(struct acme_stream *stream, enum acme_err err,
			 const char *why)
{
	struct acme_fault fault;

	acme_fault_set(&fault, err, "%s: %s", stream->tcp.host, why);
	acme_stream_lose(stream, &fault);
}

static bool
lose_if_all_failed(struct acme_stream *stream)
{
	struct acme_fault fault;

	if (!acme_tcp_connect_has_failed(&stream->tcp))
		return false;
	acme_tcp_connect_tell(&stream->tcp, &fault);
	acme_stream_lose(stream, &fault);
	return true;
}

void
acme_stream_next_address(struct acme_stream *stream)
{
	if (stream->phase != ACME_STREAM_CONNECTING)
		return;
	stream->told_refused = false;
	acme_tcp_connect_next(&stream->tcp, stream->lws->client_vhost.vhost,
			      &stream->watch);
	lose_if_all_failed(stream);
}

static void
address_failed(struct acme_stream *stream, struct lws *wsi)
{
	if (!acme_tcp_connect_refused(&stream->tcp, wsi) ||
	    lose_if_all_failed(stream) || stream->told_refused)
		return;
	stream->told_refused = true;
	sm_post(stream->owner.sm, stream->owner.address_failed, NULL);
}

static void
resolve(struct acme_job *job)
{
	struct acme_stream *stream = (struct acme_stream *)job;

	stream->err = acme_tcp_connect_resolve(&stream->tcp, &stream->fault);
}

static void
resolved(struct acme_job *job)
{
	struct acme_stream *stream = (struct acme_stream *)job;

	if (acme_stream_abandoned(stream))
		return;
	stream->phase = ACME_STREAM_CONNECTING;
	if (stream->err) {
		acme_stream_lose(stream, &stream->fault);
		return;
	}
	acme_tcp_connect_sort(&stream->tcp, &stream->cache->first);
	sm_post(stream->owner.sm, stream->owner.resolved, NULL);
}

static struct acme_stream *
stream_of(struct acme_socket_watch *watch)
{
	return lws_container_of(watch, struct acme_stream, watch);
}

static int
received(struct acme_socket_watch *watch, struct acme_span bytes)
{
	struct acme_stream *stream = stream_of(watch);

	if (stream->phase == ACME_STREAM_UP) {
		acme_stream_tls_received(stream, bytes);
		return 0;
	}
	if (stream->phase != ACME_STREAM_CONNECTED &&
	    stream->phase != ACME_STREAM_SECURING)
		return 0;
	if (acme_buf_add(&stream->received, bytes))
		acme_stream_lose_because(stream, ACME_ERR_TLS,
					 "too much comes before TLS is set up");
	else if (stream->phase == ACME_STREAM_SECURING && !stream->working)
		acme_stream_tls_start(stream);
	return 0;
}

static int
send_some(struct acme_stream *stream)
{
	unsigned char chunk[LWS_PRE + CHUNK];
	size_t len = stream->to_send.len < CHUNK ? stream->to_send.len : CHUNK;

	/* Nothing left to say, and nobody who will say more. */
	if (!len)
		return stream->phase == ACME_STREAM_OVER ? -1 : 0;
	memcpy(chunk + LWS_PRE, stream->to_send.data, len);
	if (lws_write(stream->wsi, chunk + LWS_PRE, len, LWS_WRITE_RAW) < 0)
		return -1;
	acme_buf_drop(&stream->to_send, len);
	if (stream->to_send.len || stream->phase == ACME_STREAM_OVER)
		lws_callback_on_writable(stream->wsi);
	return 0;
}

static int
writeable(struct acme_socket_watch *watch, struct lws *wsi)
{
	struct acme_stream *stream = stream_of(watch);

	if (stream->phase != ACME_STREAM_CONNECTING)
		return send_some(stream);
	if (!acme_tcp_connect_connected(&stream->tcp, wsi))
		return -1;
	stream->wsi = wsi;
	stream->phase = ACME_STREAM_CONNECTED;
	sm_post(stream->owner.sm, stream->owner.connected, NULL);
	return 0;
}

static void
closed(struct acme_socket_watch *watch, struct lws *wsi)
{
	struct acme_stream *stream = stream_of(watch);

	if (stream->phase == ACME_STREAM_CONNECTING)
		address_failed(stream, wsi);
	if (stream->wsi != wsi)
		return;
	stream->wsi = NULL;
	if (!stream->owner.sm)
		free_if_unused(stream);
	else if (!stream->working)
		acme_stream_lose_because(stream, ACME_ERR_CLOSED,
					 "the connection closed");
}

void
acme_streams_clear(struct acme_streams *streams)
{
	acme_tls_client_cache_free_all(&streams->caches);
}

struct acme_stream *
acme_stream_open(struct acme_streams *streams, const struct acme_endpoint *to,
		 const struct acme_stream_owner *owner)
{
	struct acme_lws_context *lws = streams->lws;
	struct acme_stream *stream = calloc(1, sizeof(*stream));
	struct acme_tls_client_cache *cache =
		acme_tls_client_cache_get(&streams->caches, to);

	if (!stream || !cache) {
		if (cache)
			acme_tls_client_cache_put(cache, &lws->worker);
		free(stream);
		sm_post(owner->sm, owner->down, NULL);
		return NULL;
	}
	stream->lws = lws;
	stream->watch = (struct acme_socket_watch){ .received = received,
						    .writeable = writeable,
						    .closed = closed };
	stream->owner = *owner;
	stream->cache = cache;
	stream->tcp.host = cache->host;
	stream->tcp.port = cache->port;
	stream->received.limit = ACME_STREAM_CIPHERTEXT_MAX;
	stream->to_send.limit = ACME_STREAM_PLAINTEXT_MAX;
	stream->plaintext.limit = ACME_STREAM_PLAINTEXT_MAX;
	acme_stream_work(stream, resolve, resolved);
	return stream;
}

void
acme_stream_addresses(const struct acme_stream *stream,
		      struct acme_fault *fault)
{
	acme_tcp_connect_tell(&stream->tcp, fault);
}

void
acme_stream_secure(struct acme_stream *stream)
{
	if (stream->phase != ACME_STREAM_CONNECTED)
		return;
	stream->phase = ACME_STREAM_SECURING;
	acme_stream_tls_start(stream);
}

void
acme_stream_write(struct acme_stream *stream, struct acme_span bytes)
{
	struct acme_fault fault;

	if (stream->phase != ACME_STREAM_UP)
		return;
	if (acme_tls_write(stream->tls, bytes, &fault))
		acme_stream_lose(stream, &fault);
	else
		acme_stream_tls_flush(stream);
}

enum acme_err
acme_stream_take(struct acme_stream *stream, struct acme_buf *into)
{
	enum acme_err err;

	stream->told = false;
	err = acme_buf_add(into, acme_buf_span(&stream->plaintext));
	if (!err)
		acme_buf_clear(&stream->plaintext);
	return err;
}

void
acme_stream_close(struct acme_stream *stream)
{
	bool up;

	if (!stream)
		return;
	up = stream->phase == ACME_STREAM_UP && stream->wsi;
	acme_tcp_connect_stop(&stream->tcp);
	remember_address(stream);
	stream->phase = ACME_STREAM_OVER;
	stream->owner.sm = NULL;
	if (up) {
		acme_tls_client_cache_remember(stream->cache, stream->tls);
		acme_tls_goodbye(stream->tls);
		acme_stream_tls_flush(stream);
		lws_callback_on_writable(stream->wsi);
	}
	if (stream->wsi)
		lws_set_timeout(stream->wsi, PENDING_TIMEOUT_CLOSE_SEND,
				up ? GOODBYE_S : LWS_TO_KILL_ASYNC);
	free_if_unused(stream);
}
