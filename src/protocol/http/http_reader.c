/* SPDX-License-Identifier: MIT */
/*
 * One buffer takes a response's bytes until it is whole; then it is let go, so
 * that an idle connection holds no memory.
 */
#include "protocol/http/http_reader.h"

#include "format/http/http_message.h"

#include <stdlib.h>

struct acme_http_reader {
	struct acme_buf in;
	struct acme_http_message message;
	bool expecting; /* a request is on its way */
};

enum acme_err
acme_http_reader_new(struct acme_http_reader **reader)
{
	struct acme_http_reader *made = calloc(1, sizeof(*made));

	if (!made)
		return ACME_ERR_MEMORY;
	made->in.limit = ACME_HTTP_RESPONSE_MAX;
	*reader = made;
	return ACME_OK;
}

void
acme_http_reader_free(struct acme_http_reader *reader)
{
	if (!reader)
		return;
	acme_buf_clear(&reader->in);
	free(reader);
}

void
acme_http_reader_expect(struct acme_http_reader *reader,
			enum acme_http_method method)
{
	acme_buf_clear(&reader->in);
	acme_http_message_init(&reader->message, method == ACME_HTTP_HEAD);
	reader->expecting = true;
}

struct acme_buf *
acme_http_reader_in(struct acme_http_reader *reader)
{
	return &reader->in;
}

bool
acme_http_reader_begun(const struct acme_http_reader *reader)
{
	return reader->in.len > 0;
}

static enum acme_err
finish(struct acme_http_reader *reader, int64_t now_s,
       struct acme_http_response **response, struct acme_fault *fault)
{
	enum acme_err err;

	/* Where one response ends was misjudged by one of us two: what comes
	 * next can't be trusted, but this response is whole. */
	if (reader->in.len > reader->message.used)
		reader->message.keep_alive = false;
	err = acme_http_response_new(&reader->message, &reader->in, now_s,
				     response, fault);
	if (err)
		return err;
	acme_buf_clear(&reader->in);
	reader->expecting = false;
	return ACME_OK;
}

enum acme_err
acme_http_reader_go(struct acme_http_reader *reader, int64_t now_s,
		    struct acme_http_response **response,
		    struct acme_fault *fault)
{
	bool complete = false;
	enum acme_err err;

	if (!reader->expecting)
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"the server sent %zu bytes that were not requested",
			reader->in.len);
	err = acme_http_message_parse(&reader->message, &reader->in, &complete,
				      fault);
	if (err || !complete)
		return err;
	return finish(reader, now_s, response, fault);
}

enum acme_err
acme_http_reader_eof(struct acme_http_reader *reader, int64_t now_s,
		     struct acme_http_response **response,
		     struct acme_fault *fault)
{
	bool complete = false;
	enum acme_err err = ACME_OK;

	if (!reader->expecting)
		return acme_fault_set(fault, ACME_ERR_CLOSED,
				      "the connection was closed");
	if (reader->in.len)
		err = acme_http_message_parse(&reader->message, &reader->in,
					      &complete, fault);
	if (!err)
		err = acme_http_message_eof(&reader->message, fault);
	return err ? err : finish(reader, now_s, response, fault);
}
