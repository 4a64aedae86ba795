/* SPDX-License-Identifier: MIT */
/*
 * A response whose bytes arrive piece by piece.
 */
#ifndef TEST_HTTP_RUN_H
#define TEST_HTTP_RUN_H

#include "format/http/http_message.h"

#include <stdlib.h>

/* Append to ${response} so that it has no byte to spare: see exact.h. */
static inline void
arrive(struct acme_buf *response, struct acme_span piece)
{
	char *data = malloc(response->len + piece.len);

	if (response->len)
		memcpy(data, response->data, response->len);
	memcpy(data + response->len, piece.data, piece.len);
	free(response->data);
	response->data = data;
	response->len += piece.len;
}

struct run {
	struct acme_http_message message;
	struct acme_buf response;
	struct acme_fault fault;
	enum acme_err err;
	bool complete;
};

static inline void
begin(struct run *run, bool to_head)
{
	*run = (struct run){ .err = ACME_OK };
	acme_http_message_init(&run->message, to_head);
}

static inline void
feed(struct run *run, struct acme_span piece)
{
	if (run->err || !piece.len)
		return;
	arrive(&run->response, piece);
	run->err = acme_http_message_parse(&run->message, &run->response,
					   &run->complete, &run->fault);
}

static inline void
end(struct run *run)
{
	free(run->response.data);
}

#endif
