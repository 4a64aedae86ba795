/* SPDX-License-Identifier: MIT */
/* A stream of the world, as the server at its other end has it. */
#ifndef SIM_STREAMS_H
#define SIM_STREAMS_H

#include "client/port.h"

/* The server's words on a stream: bytes arrive, or it is closed (right behind
 * ${last}, in one piece), after so much time, in the order of the calls. */
void world_stream_send(struct acme_stream *stream, struct acme_span bytes,
		       uint64_t after_us);
void world_stream_end(struct acme_stream *stream, struct acme_span last,
		      enum acme_err err, uint64_t after_us);

/* A number of its own. */
unsigned int world_stream_number(const struct acme_stream *stream);

/* Where the ACME client wanted to be connected to: "ca.test:443". */
const char *world_stream_peer(const struct acme_stream *stream);

/* The server's memory of it. */
void **world_stream_memory(struct acme_stream *stream);

#endif
