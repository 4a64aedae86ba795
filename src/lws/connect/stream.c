/* SPDX-License-Identifier: MIT */
/*
 * A stream to a CA lives from the resolution of its host's name to the close
 * of its connection.  Its TLS is in stream_tls.c.
 */
#include "lws/connect/stream.h"

#include "lws/connect/stream_state.h"
#include "lws/connect/stream_tls.h"

#include <stdlib.h>

#define CHUNK 4096

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

/* The worker has resolved its host, and no address has been taken. */
static bool
is_connecting(const struct acme_stream *stream)
{
	return !stream->over && !stream->working && !stream->tcp.taken;
}

void
acme_stream_next_address(struct acme_stream *stream)
{
	if (!is_connecting(stream))
		return;
	stream->notified_refused = false;
	acme_tcp_connect_next(&stream->tcp, stream->lws->client_vhost.vhost,
			      &stream->watch);
	lose_if_all_failed(stream);
}

static void
address_failed(struct acme_stream *stream, struct lws *wsi)
{
	if (!acme_tcp_connect_refused(&stream->tcp, wsi) ||
	    lose_if_all_failed(stream) || stream->notified_refused)
		return;
	stream->notified_refused = true;
	sm_post(stream->observer.sm, stream->observer.address_failed, NULL);
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
	if (stream->err) {
		acme_stream_lose(stream, &stream->fault);
		return;
	}
	acme_tcp_connect_sort(&stream->tcp, &stream->cache->first);
	sm_post(stream->observer.sm, stream->observer.resolved, NULL);
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

	if (stream->over)
		return 0;
	if (acme_stream_is_up(stream))
		acme_stream_tls_received(stream, bytes);
	else if (acme_buf_add(&stream->received, bytes))
		acme_stream_lose_because(stream, ACME_ERR_TLS,
					 "too much comes before TLS is set up");
	else if (!stream->working && stream->tls)
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
		return stream->over ? -1 : 0;
	memcpy(chunk + LWS_PRE, stream->to_send.data, len);
	if (lws_write(stream->wsi, chunk + LWS_PRE, len, LWS_WRITE_RAW) < 0)
		return -1;
	acme_buf_drop(&stream->to_send, len);
	if (stream->to_send.len || stream->over)
		lws_callback_on_writable(stream->wsi);
	return 0;
}

static int
writeable(struct acme_socket_watch *watch, struct lws *wsi)
{
	struct acme_stream *stream = stream_of(watch);

	if (wsi == stream->wsi)
		return send_some(stream);
	if (!acme_tcp_connect_connected(&stream->tcp, wsi))
		return -1;
	stream->wsi = wsi;
	sm_post(stream->observer.sm, stream->observer.connected, NULL);
	return 0;
}

static void
closed(struct acme_socket_watch *watch, struct lws *wsi)
{
	struct acme_stream *stream = stream_of(watch);

	if (wsi != stream->wsi) {
		address_failed(stream, wsi);
		return;
	}
	stream->wsi = NULL;
	if (!stream->observer.sm)
		acme_stream_free_if_unused(stream);
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
		 const struct acme_stream_observer *observer)
{
	struct acme_lws_context *lws = streams->lws;
	struct acme_stream *stream = calloc(1, sizeof(*stream));
	struct acme_tls_client_cache *cache =
		acme_tls_client_cache_get(&streams->caches, to);

	if (!stream || !cache) {
		if (cache)
			acme_tls_client_cache_put(cache, &lws->worker);
		free(stream);
		sm_post(observer->sm, observer->down, NULL);
		return NULL;
	}
	stream->lws = lws;
	stream->watch = (struct acme_socket_watch){ .received = received,
						    .writeable = writeable,
						    .closed = closed };
	stream->observer = *observer;
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
	if (!stream->over)
		acme_stream_tls_start(stream);
}

void
acme_stream_write(struct acme_stream *stream, struct acme_span bytes)
{
	struct acme_fault fault;

	if (!acme_stream_is_up(stream))
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

	stream->notified = false;
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
	up = acme_stream_is_up(stream) && stream->wsi;
	acme_tcp_connect_stop(&stream->tcp);
	acme_stream_remember_address(stream);
	stream->over = true;
	stream->observer.sm = NULL;
	if (up) {
		acme_tls_client_cache_remember(stream->cache, stream->tls);
		acme_tls_goodbye(stream->tls);
		acme_stream_tls_flush(stream);
		acme_stream_linger(stream);
	} else if (stream->wsi) {
		lws_set_timeout(stream->wsi, PENDING_TIMEOUT_CLOSE_SEND,
				LWS_TO_KILL_ASYNC);
	}
	acme_stream_free_if_unused(stream);
}
