/* SPDX-License-Identifier: MIT */
/*
 * A stream works for its observer, has the worker run its jobs, and is lost
 * once.  It outlives its observer's interest while the worker or lws have it.
 */
#include "lws/connect/stream_state.h"

#include <stdlib.h>

#define GOODBYE_S 2 /* for an alert to leave; nobody waits for that */

void
acme_stream_free_if_unused(struct acme_stream *stream)
{
	if (stream->observer.sm || stream->wsi || stream->working)
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
	if (stream->observer.sm)
		return stream->over;
	acme_stream_free_if_unused(stream);
	return true;
}

bool
acme_stream_is_up(const struct acme_stream *stream)
{
	return !stream->over && !stream->working && stream->secure;
}

void
acme_stream_remember_address(struct acme_stream *stream)
{
	if (stream->tcp.taken && !stream->over && !acme_stream_is_up(stream))
		acme_tcp_connect_remember(&stream->tcp, false,
					  &stream->cache->first);
}

void
acme_stream_linger(struct acme_stream *stream)
{
	if (!stream->wsi)
		return;
	lws_callback_on_writable(stream->wsi);
	lws_set_timeout(stream->wsi, PENDING_TIMEOUT_CLOSE_SEND, GOODBYE_S);
}

void
acme_stream_lose(struct acme_stream *stream, const struct acme_fault *fault)
{
	if (stream->over)
		return;
	acme_stream_remember_address(stream);
	stream->over = true;
	acme_stream_linger(stream);
	sm_post(stream->observer.sm, stream->observer.down,
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
