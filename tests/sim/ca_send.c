/* SPDX-License-Identifier: MIT */
/* An answer's way: HTTP, and all that can happen to it. */
#include "ca_private.h"

#include <stdlib.h>

#define NOT_HTTP ACME_SPAN("\x16\x03\x01 hello\r\n")

static void
write_answer(struct ca_exchange *x, struct acme_buf *bytes)
{
	const char *type = "application/json";

	if (!strcmp(x->resource, "certificate") && x->status < 300)
		type = "application/pem-certificate-chain";
	if (x->out.len && x->out.data[0] == 0x30)
		type = "application/pkix-cert";
	if (x->status >= 400 && x->out.len && x->out.data[0] == '{')
		type = "application/problem+json";
	ca_add(bytes, "HTTP/1.1 %u Model\r\n%s", x->status,
	       acme_buf_str(&x->headers));
	if (x->line.how == CA_LAST)
		ca_add(bytes, "Connection: close\r\n");
	ca_add(bytes, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", type,
	       x->out.len);
	if (strcmp(x->method, "HEAD") &&
	    acme_buf_add(bytes, acme_buf_span(&x->out)))
		abort();
	if (x->line.how == CA_TOO_LONG)
		ca_add(bytes, "and more");
}

static void
send_whole(struct ca_exchange *x, struct acme_stream *stream,
	   struct acme_span all, uint64_t after_us)
{
	world_stream_send(stream, all, after_us);
	if (x->ca->closes_after_us)
		world_stream_end(stream, ACME_SPAN(""), ACME_ERR_CLOSED,
				 after_us + x->ca->closes_after_us);
}

static void
send_too_much(struct acme_stream *stream, struct acme_span all,
	      uint64_t after_us)
{
	world_stream_send(stream, all, after_us);
	world_stream_send(stream, ACME_SPAN("and more"), after_us + MS(1));
}

/* The answer, as the script wants it to come. */
static void
send_as_scripted(struct ca_exchange *x, struct acme_stream *stream,
		 struct acme_span all)
{
	uint64_t after_us = x->ca->answer_us + x->line.delay_us;
	struct acme_span half = acme_span(all.data, all.len / 2);

	switch (x->line.how) {
	case CA_HANG_UP_BEFORE:
	case CA_NO_ANSWER:
		break;
	case CA_NOT_HTTP:
		world_stream_send(stream, NOT_HTTP, after_us);
		break;
	case CA_LAST_UNSAID:
		world_stream_end(stream, all, ACME_ERR_CLOSED, after_us);
		break;
	case CA_CUT_AT_ONCE:
		world_stream_end(stream, half, ACME_ERR_CLOSED, after_us);
		break;
	case CA_HANG_UP_WITHIN:
		world_stream_send(stream, half, after_us);
		world_stream_end(stream, ACME_SPAN(""), ACME_ERR_CLOSED,
				 after_us);
		break;
	case CA_HANG_UP_AFTER:
		world_stream_end(stream, ACME_SPAN(""), ACME_ERR_CLOSED,
				 after_us);
		break;
	case CA_LAST:
		world_stream_send(stream, all, after_us);
		world_stream_end(stream, ACME_SPAN(""), ACME_ERR_CLOSED,
				 after_us);
		break;
	case CA_TOO_MUCH:
		send_too_much(stream, all, after_us);
		break;
	case CA_TOO_LONG:
	case CA_ANSWER:
		send_whole(x, stream, all, after_us);
	}
}

void
ca_send(struct ca_exchange *x, struct acme_stream *stream)
{
	struct acme_buf bytes = ACME_BUF_INIT(CA_TEXT_MAX);

	if (!x->line.raw.len)
		write_answer(x, &bytes);
	else if (acme_buf_add(&bytes, x->line.raw))
		abort();
	send_as_scripted(x, stream, acme_buf_span(&bytes));
	acme_buf_clear(&bytes);
}
