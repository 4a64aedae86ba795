/* SPDX-License-Identifier: MIT */
/*
 * The CA's HTTP: just enough of a server to take requests from a stream, one
 * after the other, and to answer as its script wants.
 */
#include "ca_private.h"

#include <stdio.h>
#include <stdlib.h>

static void
accepted(void *self, struct acme_stream *stream)
{
	struct acme_buf *in = calloc(1, sizeof(*in));

	(void)self;
	if (!in)
		abort();
	in->limit = CA_TEXT_MAX;
	*world_stream_memory(stream) = in;
}

static void
closed(void *self, struct acme_stream *stream)
{
	struct acme_buf *in = *world_stream_memory(stream);

	(void)self;
	acme_buf_clear(in);
	free(in);
}

static bool
is_for(const struct ca_line *line, const struct ca_exchange *x)
{
	return line->resource && !strcmp(line->resource, x->resource) &&
	       (!line->number || line->number == x->number);
}

/* The line of the script for the request, used up by one. */
static struct ca_line
next_line(struct ca *ca, const struct ca_exchange *x)
{
	size_t i, n = sizeof(ca->lines) / sizeof(*ca->lines);
	struct ca_line line = { .resource = NULL };

	for (i = 0; i < n; i++)
		if (is_for(&ca->lines[i], x))
			break;
	if (i == n)
		return line;
	line = ca->lines[i];
	if (!line.times || --ca->lines[i].times)
		return line;
	memmove(&ca->lines[i], &ca->lines[i + 1],
		(n - 1 - i) * sizeof(*ca->lines));
	ca->lines[n - 1] = (struct ca_line){ .resource = NULL };
	return line;
}

/* Where the field's value begins in the head; NULL: it is not there. */
static const char *
field(const struct ca_exchange *x, const char *name)
{
	const char *at = x->head.data;
	size_t len = strlen(name);

	while ((at = strstr(at, "\r\n"))) {
		at += 2;
		if (!strncmp(at, name, len) && !strncmp(at + len, ": ", 2))
			return at + len + 2;
	}
	return NULL;
}

static size_t
content_length(const struct ca_exchange *x)
{
	const char *value = field(x, "Content-Length");

	return value ? (size_t)strtoul(value, NULL, 10) : 0;
}

/* Cut ${in} into head and body; false: it is not whole yet. */
static bool
split(struct ca_exchange *x, const struct acme_buf *in)
{
	const char *end = strstr(acme_buf_str(in), "\r\n\r\n");
	size_t body_len;

	if (!end)
		return false;
	x->head = acme_span(in->data, (size_t)(end - in->data));
	body_len = content_length(x);
	if (in->len - x->head.len - 4 < body_len)
		return false;
	x->body = acme_span(end + 4, body_len);
	return true;
}

static void
check_fields(struct ca_exchange *x)
{
	const char *type = field(x, "Content-Type");
	bool post = !strcmp(x->method, "POST");

	if (!field(x, "Host") || !field(x, "User-Agent"))
		ca_wrong(x->ca, x->resource, "no Host or no User-Agent");
	if (post && (!type || strncmp(type, "application/jose+json\r\n", 23)))
		ca_wrong(x->ca, x->resource, "not application/jose+json");
	if (post && !field(x, "Content-Length"))
		ca_wrong(x->ca, x->resource, "no Content-Length");
}

/* RFC 9110 §7.2: a request belongs on a connection to its own host. */
static void
check_host(struct ca_exchange *x, const struct acme_stream *stream)
{
	const char *host = field(x, "Host");
	char peer[80];

	snprintf(peer, sizeof(peer), "%.*s:443",
		 host ? (int)strcspn(host, "\r") : 0, host ? host : "");
	if (strcmp(peer, world_stream_peer(stream)) != 0)
		ca_wrong(x->ca, x->resource, "sent to another host");
}

static void
read_head(struct ca_exchange *x)
{
	if (sscanf(x->head.data, "%7s /%127s HTTP/1.1", x->method, x->path) !=
	    2)
		ca_wrong(x->ca, "?", "no request line");
	sscanf(x->path, "%15[^/]/%u/%u/%u", x->resource, &x->number, &x->index,
	       &x->type);
	check_fields(x);
}

static void
note_request(struct ca_exchange *x, const struct acme_stream *stream)
{
	struct ca *ca = x->ca;
	struct ca_request *r;

	r = realloc(ca->requests, (ca->n_requests + 1) * sizeof(*r));
	if (!r)
		abort();
	ca->requests = r;
	r += ca->n_requests++;
	*r = (struct ca_request){ .at_us = ca->world->agenda.now_us,
				  .status = x->status,
				  .stream = world_stream_number(stream) };
	memcpy(r->resource, x->resource, sizeof(r->resource));
	snprintf(r->peer, sizeof(r->peer), "%s", world_stream_peer(stream));
}

/* What the script has in place of the real answer. */
static void
follow_script(struct ca_exchange *x)
{
	if (x->line.status)
		x->status = x->line.status;
	if (x->line.headers)
		ca_add(&x->headers, "%s", x->line.headers);
	if (!x->line.body)
		return;
	acme_buf_clear(&x->out);
	ca_add(&x->out, "%s", x->line.body);
}

/* §6.5 asks for no more of a CA; in v1 each answer brings one. */
static bool
gives_nonce(const struct ca_exchange *x, bool is_get)
{
	if (x->ca->v1)
		return !x->ca->gives_no_nonces || !strcmp(x->method, "HEAD");
	if (is_get)
		return !strcmp(x->resource, "newNonce") && !x->line.status;
	return !x->ca->gives_no_nonces;
}

/* A script that gives the whole answer keeps the request from being done. */
static void
serve(struct ca_exchange *x, struct acme_stream *stream)
{
	bool is_get = strcmp(x->method, "POST");

	if (x->line.how == CA_HANG_UP_BEFORE || x->line.how == CA_NO_ANSWER) {
		note_request(x, stream);
		if (x->line.how == CA_HANG_UP_BEFORE)
			world_stream_end(stream, ACME_SPAN(""), ACME_ERR_CLOSED,
					 0);
		return;
	}
	if (gives_nonce(x, is_get))
		ca_nonce_give(x->ca, &x->headers);
	if ((is_get || ca_jws_read(x)) && !x->line.status)
		ca_answer(x);
	follow_script(x);
	note_request(x, stream);
	ca_send(x, stream);
}

static void
received(void *self, struct acme_stream *stream, struct acme_span bytes)
{
	struct acme_buf *in = *world_stream_memory(stream);
	struct ca_exchange x = {
		.ca = self,
		.payload = ACME_BUF_INIT(CA_TEXT_MAX),
		.headers = ACME_BUF_INIT(CA_TEXT_MAX),
		.out = ACME_BUF_INIT(CA_TEXT_MAX),
	};

	if (!in->limit) /* it has closed, and that is on its way */
		return;
	if (acme_buf_add(in, bytes))
		abort();
	if (!split(&x, in))
		return;
	read_head(&x);
	check_host(&x, stream);
	x.line = next_line(self, &x);
	serve(&x, stream);
	acme_buf_drop(in, x.head.len + 4 + x.body.len);
	if (x.ca->closes_after_us)
		in->limit = 0;
	acme_buf_clear(&x.payload);
	acme_buf_clear(&x.headers);
	acme_buf_clear(&x.out);
}

void
ca_http_init(struct ca *ca)
{
	ca->world->server = (struct world_server){ .self = ca,
						   .accepted = accepted,
						   .received = received,
						   .closed = closed };
}
