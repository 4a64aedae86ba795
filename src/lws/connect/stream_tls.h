/* SPDX-License-Identifier: MIT */
/* TLS of a stream, for stream.c. */
#ifndef ACME_LWS_CONNECT_STREAM_TLS_H
#define ACME_LWS_CONNECT_STREAM_TLS_H

#include "base/span.h"

struct acme_stream;

/* Go on with the handshake, by what was received. */
void acme_stream_tls_start(struct acme_stream *stream);

/* After the handshake. */
void acme_stream_tls_received(struct acme_stream *stream,
			      struct acme_span ciphertext);

/* Send what TLS wants to send. */
void acme_stream_tls_flush(struct acme_stream *stream);

#endif
