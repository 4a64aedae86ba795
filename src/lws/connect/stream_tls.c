/* SPDX-License-Identifier: MIT */
/*
 * A stream's TLS handshake is made step by step in the worker; what follows is
 * done at once.
 */
#include "lws/connect/stream_tls.h"

#include "lws/connect/stream_state.h"

void
acme_stream_tls_flush(struct acme_stream *stream)
{
	struct acme_buf *out = acme_tls_to_send(stream->tls);

	if (!stream->wsi || !out->len)
		return;
	if (acme_buf_add(&stream->to_send, acme_buf_span(out))) {
		acme_stream_lose_because(stream, ACME_ERR_MEMORY,
					 "there is too much to send");
		return;
	}
	acme_buf_drop(out, out->len);
	lws_callback_on_writable(stream->wsi);
}

/* Records that hold no plaintext (TLS 1.3's tickets) are nobody's business. */
static void
decrypt(struct acme_stream *stream)
{
	struct acme_fault fault;
	enum acme_err err;

	err = acme_tls_read(stream->tls, &stream->plaintext, &fault);
	if (stream->plaintext.len && !stream->notified) {
		stream->notified = true;
		sm_post(stream->observer.sm, stream->observer.bytes, NULL);
	}
	acme_stream_tls_flush(stream);
	if (err)
		acme_stream_lose(stream, &fault);
}

static enum acme_err
receive_flight(struct acme_stream *stream)
{
	enum acme_err err;

	err = acme_tls_receive(stream->tls, acme_buf_span(&stream->flight));
	acme_buf_clear(&stream->flight);
	if (err)
		acme_fault_set(&stream->fault, err, "%s: too much at a time",
			       stream->tcp.host);
	return err;
}

static void
run(struct acme_job *job)
{
	struct acme_stream *stream = (struct acme_stream *)job;

	stream->err = ACME_OK;
	if (!stream->tls)
		stream->err = acme_tls_client_cache_tls(
			stream->cache, &stream->tls, &stream->fault);
	if (!stream->err)
		stream->err = receive_flight(stream);
	if (!stream->err)
		stream->err = acme_tls_handshake(stream->tls, &stream->secure,
						 &stream->fault);
	if (!stream->err && stream->secure)
		acme_tls_client_cache_remember(stream->cache, stream->tls);
}

static void
up(struct acme_stream *stream)
{
	acme_tcp_connect_remember(&stream->tcp, true, &stream->cache->first);
	sm_post(stream->observer.sm, stream->observer.up, NULL);
	acme_stream_tls_received(stream, acme_buf_span(&stream->received));
	acme_buf_clear(&stream->received);
	if (!stream->wsi)
		acme_stream_lose_because(stream, ACME_ERR_CLOSED,
					 "the connection closed");
}

static void
finish(struct acme_job *job)
{
	struct acme_stream *stream = (struct acme_stream *)job;

	if (acme_stream_abandoned(stream))
		return;
	if (stream->tls)
		acme_stream_tls_flush(stream); /* an alert where it failed */
	if (stream->err)
		acme_stream_lose(stream, &stream->fault);
	else if (stream->secure)
		up(stream);
	else if (stream->received.len)
		acme_stream_tls_start(stream);
	else if (!stream->wsi)
		acme_stream_lose_because(stream, ACME_ERR_CLOSED,
					 "the connection closed while TLS was "
					 "being set up");
}

void
acme_stream_tls_start(struct acme_stream *stream)
{
	stream->flight = stream->received;
	stream->received =
		(struct acme_buf)ACME_BUF_INIT(ACME_STREAM_CIPHERTEXT_MAX);
	acme_stream_work(stream, run, finish);
}

void
acme_stream_tls_received(struct acme_stream *stream,
			 struct acme_span ciphertext)
{
	enum acme_err err;

	if (!ciphertext.len)
		return;
	err = acme_tls_receive(stream->tls, ciphertext);
	if (err)
		acme_stream_lose_because(stream, err, "too much at a time");
	else
		decrypt(stream);
}
