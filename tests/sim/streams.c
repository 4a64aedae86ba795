/* SPDX-License-Identifier: MIT */
/*
 * Streams of plaintext to one server.  What is on its way is on the agenda as
 * the stream's, and goes with it.
 */
#include "world_private.h"

#include "memory/short_memory.h"

#include <stdio.h>
#include <stdlib.h>

#define IN_MAX (64 * 1024 * 1024)

struct acme_stream {
	struct acme_stream *next;
	struct world *world;
	struct acme_stream_observer observer;
	unsigned int number;
	char peer[80];
	struct world_vhost *vhost; /* whose plan it follows */
	unsigned int n_tried;	   /* addresses */
	bool accepted;		   /* the server knows it */
	bool notified;		   /* of bytes that were not taken yet */
	bool over;		   /* what is written goes nowhere */
	struct acme_buf in;
	uint64_t busy_until_us; /* what is sent next arrives after this */
	void *memory;		/* the server's */
};

/* Something on its way to the ACME client: bytes, the stream's end, or bytes
 * with the end right behind them. */
struct parcel {
	struct acme_stream *stream;
	struct acme_buf bytes;
	enum acme_err err; /* that it ends with, if not ACME_OK */
};

static void send_after(struct acme_stream *stream, struct acme_span bytes,
		       enum acme_err err, uint64_t after_us);

static void
resolved(void *arg)
{
	struct acme_stream *stream = arg;

	sm_post(stream->observer.sm, stream->observer.resolved, NULL);
}

static void
connected(void *arg)
{
	struct acme_stream *stream = arg;

	sm_post(stream->observer.sm, stream->observer.connected, NULL);
}

static void
secured(void *arg)
{
	struct acme_stream *stream = arg;
	struct world *world = stream->world;

	stream->accepted = true;
	world->server.accepted(world->server.self, stream);
	sm_post(stream->observer.sm, stream->observer.up, NULL);
}

/* As it is planned: ${well}, or the stream ends. */
static void
go_on(struct acme_stream *stream, enum world_request request,
      void (*well)(void *stream))
{
	struct world_plan plan = world_planned(stream->vhost, request);

	if (plan.err)
		send_after(stream, ACME_SPAN(""), plan.err, plan.delay_us);
	else
		agenda_add(&stream->world->agenda, plan.delay_us, stream, well,
			   NULL, stream);
}

static void
open_stream(struct acme_port *port, const struct acme_endpoint *to,
	    const struct acme_stream_observer *observer,
	    struct acme_stream **stream)
{
	struct world *world = world_vhost_of(port)->world;
	bool was_tests = memory_is_tests(true);
	struct acme_stream *made = calloc(1, sizeof(*made));

	if (!made)
		abort();
	made->world = world;
	made->vhost = world_vhost_of(port);
	made->observer = *observer;
	made->number = ++world->n_opened;
	snprintf(made->peer, sizeof(made->peer), "%s:%u", to->host, to->port);
	made->in.limit = IN_MAX;
	made->next = world->streams;
	world->streams = made;
	if (++world->n_streams > world->max_streams)
		world->max_streams = world->n_streams;
	*stream = made;
	go_on(made, WORLD_RESOLVE, resolved);
	memory_is_tests(was_tests);
}

static void
refuse(void *arg)
{
	struct acme_stream *stream = arg;

	sm_post(stream->observer.sm, stream->observer.address_failed, NULL);
}

/* Of the server's addresses the first ones are dead. */
static void
next_address(struct acme_stream *stream)
{
	struct world *world = stream->world;
	unsigned int nth = stream->n_tried++;
	bool was_tests = memory_is_tests(true);

	if (nth < world->n_refusing)
		agenda_add(&world->agenda, 0, stream, refuse, NULL, stream);
	else if (nth == world->n_refusing + world->n_silent)
		go_on(stream, WORLD_CONNECT, connected);
	memory_is_tests(was_tests);
}

static void
secure(struct acme_stream *stream)
{
	bool was_tests = memory_is_tests(true);

	go_on(stream, WORLD_SECURE, secured);
	memory_is_tests(was_tests);
}

struct writing {
	struct acme_stream *stream;
	struct acme_buf bytes;
};

static void
writing_free(void *arg)
{
	struct writing *writing = arg;

	acme_buf_clear(&writing->bytes);
	free(writing);
}

static void
written(void *arg)
{
	struct writing *writing = arg;
	struct acme_stream *stream = writing->stream;
	struct world_server *server = &stream->world->server;

	server->received(server->self, stream, acme_buf_span(&writing->bytes));
	writing_free(writing);
}

static void
write_stream(struct acme_stream *stream, struct acme_span bytes)
{
	struct writing *writing;
	bool was_tests;

	if (stream->over)
		return;
	was_tests = memory_is_tests(true);
	writing = calloc(1, sizeof(*writing));
	if (!writing)
		abort();
	writing->stream = stream;
	writing->bytes.limit = IN_MAX;
	world_copy(&writing->bytes, bytes);
	agenda_add(&stream->world->agenda, 0, stream, written, writing_free,
		   writing);
	memory_is_tests(was_tests);
}

static void
addresses(const struct acme_stream *stream, struct acme_fault *fault)
{
	acme_fault_set(fault, ACME_ERR_TCP, "no connection to %s in time",
		       stream->peer);
}

static enum acme_err
take(struct acme_stream *stream, struct acme_buf *into)
{
	enum acme_err err = acme_buf_add(into, acme_buf_span(&stream->in));

	if (!err)
		acme_buf_clear(&stream->in);
	stream->notified = false;
	return err;
}

static void
close_stream(struct acme_stream *stream)
{
	struct acme_stream **link;
	struct world *world;

	if (!stream)
		return;
	world = stream->world;
	agenda_drop(&world->agenda, stream);
	if (stream->accepted)
		world->server.closed(world->server.self, stream);
	for (link = &world->streams; *link != stream; link = &(*link)->next)
		;
	*link = stream->next;
	world->n_streams--;
	acme_buf_clear(&stream->in);
	free(stream);
}

static void
parcel_free(void *arg)
{
	struct parcel *parcel = arg;

	acme_buf_clear(&parcel->bytes);
	free(parcel);
}

static void
arrive(struct acme_stream *stream, const struct acme_buf *bytes)
{
	if (acme_buf_add(&stream->in, acme_buf_span(bytes)))
		abort();
	if (stream->notified)
		return;
	stream->notified = true;
	sm_post(stream->observer.sm, stream->observer.bytes, NULL);
}

static void
deliver(void *arg)
{
	struct parcel *parcel = arg;
	struct acme_stream *stream = parcel->stream;

	if (parcel->bytes.len)
		arrive(stream, &parcel->bytes);
	stream->over = parcel->err;
	if (parcel->err)
		sm_post(stream->observer.sm, stream->observer.down,
			acme_fault_new(parcel->err, "ca.test: %s",
				       acme_err_name(parcel->err)));
	parcel_free(parcel);
}

static void
send_after(struct acme_stream *stream, struct acme_span bytes,
	   enum acme_err err, uint64_t after_us)
{
	struct agenda *agenda = &stream->world->agenda;
	struct parcel *parcel = calloc(1, sizeof(*parcel));

	if (!parcel)
		abort();
	parcel->stream = stream;
	parcel->err = err;
	parcel->bytes.limit = IN_MAX;
	world_copy(&parcel->bytes, bytes);
	if (after_us != AGENDA_NEVER &&
	    agenda->now_us + after_us < stream->busy_until_us)
		after_us = stream->busy_until_us - agenda->now_us;
	if (after_us != AGENDA_NEVER)
		stream->busy_until_us = agenda->now_us + after_us;
	agenda_add(agenda, after_us, stream, deliver, parcel_free, parcel);
}

void
world_stream_send(struct acme_stream *stream, struct acme_span bytes,
		  uint64_t after_us)
{
	struct world *world = stream->world;
	struct acme_span piece;

	while (bytes.len) {
		piece = bytes;
		if (world->piece_len && piece.len > world->piece_len)
			piece.len = world->piece_len;
		send_after(stream, piece, ACME_OK, after_us);
		after_us += world->byte_delay_us;
		bytes = acme_span(bytes.data + piece.len,
				  bytes.len - piece.len);
	}
}

void
world_stream_end(struct acme_stream *stream, struct acme_span last,
		 enum acme_err err, uint64_t after_us)
{
	send_after(stream, last, err, after_us);
}

unsigned int
world_stream_number(const struct acme_stream *stream)
{
	return stream->number;
}

const char *
world_stream_peer(const struct acme_stream *stream)
{
	return stream->peer;
}

void **
world_stream_memory(struct acme_stream *stream)
{
	return &stream->memory;
}

void
world_streams_init(struct acme_port *port)
{
	port->stream_open = open_stream;
	port->stream_next_address = next_address;
	port->stream_addresses = addresses;
	port->stream_secure = secure;
	port->stream_write = write_stream;
	port->stream_take = take;
	port->stream_close = close_stream;
}
