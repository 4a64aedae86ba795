/* SPDX-License-Identifier: MIT */
/*
 * A response whose bytes arrive piece by piece.
 */
#ifndef TEST_HTTP_RUN_H
#define TEST_HTTP_RUN_H

#include "format/http/http_message.h"

#include <stdlib.h>

/* Append to ${answer} so that it has no byte to spare: see exact.h. */
static inline void
arrive(struct acme_buf *answer, struct acme_span piece)
{
	char *data = malloc(answer->len + piece.len);

	if (answer->len)
		memcpy(data, answer->data, answer->len);
	memcpy(data + answer->len, piece.data, piece.len);
	free(answer->data);
	answer->data = data;
	answer->len += piece.len;
}

struct run {
	struct acme_http_response response;
	struct acme_buf answer;
	struct acme_fault fault;
	enum acme_err err;
	bool complete;
};

static inline void
begin(struct run *run, bool to_head)
{
	*run = (struct run){ .err = ACME_OK };
	acme_http_response_init(&run->response, to_head);
}

static inline void
feed(struct run *run, struct acme_span piece)
{
	if (run->err || !piece.len)
		return;
	arrive(&run->answer, piece);
	run->err = acme_http_response_parse(&run->response, &run->answer,
					    &run->complete, &run->fault);
}

static inline void
end(struct run *run)
{
	free(run->answer.data);
}

#endif
