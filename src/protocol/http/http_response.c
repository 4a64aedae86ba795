/* SPDX-License-Identifier: MIT */
/* This copies what a response says, as its bytes make room for the next one. */
#include "protocol/http/http_response.h"

#include "format/http/field.h"
#include "format/http/http_fields.h"
#include "format/http/http_message.h"
#include "format/http/link.h"
#include "protocol/reason.h"

#include <stdlib.h>

static enum acme_err
copy(struct acme_buf *to, struct acme_span from)
{
	if (!from.len)
		return ACME_OK;
	to->limit = from.len;
	return acme_buf_add(to, from);
}

static enum acme_err
copy_nonce(struct acme_http_response *response, struct acme_span value)
{
	/* RFC 8555 §6.5.1: an invalid one is ignored. */
	if (!acme_field_is_nonce(value))
		return ACME_OK;
	return copy(&response->nonce, value);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* RFC 9110 §8.3.1: up to the first parameter. */
static enum acme_err
copy_content_type(struct acme_http_response *response, struct acme_span value)
{
	struct acme_buf *type = &response->content_type;
	enum acme_err err;
	size_t i, len = 0;

	while (len < value.len && !strchr("; \t", value.data[len]))
		len++;
	err = copy(type, acme_span(value.data, len));
	for (i = 0; !err && i < len; i++)
		type->data[i] = lower(type->data[i]);
	return err;
}

static void
read_retry_after(struct acme_http_response *response, struct acme_span value,
		 int64_t now_s)
{
	int64_t after_s = 0;

	if (!value.len || acme_field_retry_after(value, now_s, &after_s, NULL))
		return;
	response->retry_after = (struct acme_retry_after){
		.given = true,
		.s = (uint64_t)after_s,
	};
}

/* The first link of each relation counts. */
static enum acme_err
copy_link(struct acme_http_response *response, const struct acme_link *link)
{
	enum acme_err err = ACME_OK;

	if (!response->link_up.len && acme_link_has_rel(link, "up"))
		err = copy(&response->link_up, link->target);
	if (!err && !response->link_terms.len &&
	    acme_link_has_rel(link, "terms-of-service"))
		err = copy(&response->link_terms, link->target);
	return err;
}

static enum acme_err
copy_links(struct acme_http_response *response, struct acme_span value)
{
	enum acme_err err = ACME_OK;
	struct acme_link link;
	bool found = false;

	while (!err && !acme_link_next(&value, &link, &found, NULL) && found)
		err = copy_link(response, &link);
	return err;
}

static enum acme_err
copy_fields(struct acme_http_response *response,
	    const struct acme_http_message *message,
	    const struct acme_buf *bytes)
{
	struct acme_span value;
	enum acme_err err;
	size_t from = 0;

	err = copy_nonce(response, acme_http_field(&message->head, bytes,
						   "Replay-Nonce"));
	if (!err)
		err = copy(&response->location,
			   acme_http_field(&message->head, bytes, "Location"));
	if (!err)
		err = copy_content_type(
			response,
			acme_http_field(&message->head, bytes, "Content-Type"));
	while (!err && acme_http_next_field(&message->head, bytes, "Link",
					    &from, &value))
		err = copy_links(response, value);
	return err;
}

/* Many send their problems as plain JSON, or by no name at all; a response to
 * HEAD has none. */
static void
read_problem(struct acme_http_response *response)
{
	bool called_problem =
		acme_span_equal(acme_buf_span(&response->content_type),
				ACME_SPAN("application/problem+json"));
	struct acme_span body = acme_buf_span(&response->body);

	if (body.len && (called_problem || response->status >= 400))
		acme_problem_read(body, called_problem, &response->problem);
}

/* The coding of the body that there is; empty where it is none. */
static struct acme_span
find_coding(const struct acme_http_message *message,
	    const struct acme_buf *bytes)
{
	struct acme_span coding =
		acme_http_field(&message->head, bytes, "Content-Encoding");

	if (!message->body_len ||
	    acme_span_equal_nocase(coding, ACME_SPAN("identity")))
		return acme_span(NULL, 0);
	return coding;
}

/* A body that is coded can't be read; what an error's status says, and where a
 * redirect leads, needs none. */
static enum acme_err
read_body(struct acme_http_response *response, struct acme_span coding,
	  struct acme_fault *fault)
{
	struct acme_fault coded;

	if (!coding.len) {
		read_problem(response);
		return ACME_OK;
	}
	acme_fault_set(&coded, ACME_ERR_INVALID,
		       "Content-Encoding: %.*s, which was not asked for",
		       (int)coding.len, coding.data);
	if (response->status < 300)
		return acme_fault_set(fault, coded.err,
				      "the CA responded with %s", coded.text);
	response->problem.text.limit = ACME_PROBLEM_TEXT_MAX;
	acme_reason_add(&response->problem.text, acme_span_str(coded.text));
	return ACME_OK;
}

enum acme_err
acme_http_response_new(const struct acme_http_message *message,
		       const struct acme_buf *bytes, int64_t now_s,
		       struct acme_http_response **response,
		       struct acme_fault *fault)
{
	struct acme_http_response *made = calloc(1, sizeof(*made));
	enum acme_err err = made ? ACME_OK : ACME_ERR_MEMORY;

	if (!err)
		err = copy_fields(made, message, bytes);
	if (!err)
		err = copy(&made->body, acme_http_message_body(message, bytes));
	if (err) {
		acme_http_response_free(made);
		return acme_fault_set(fault, err,
				      "out of memory for a response");
	}
	made->status = message->head.status;
	made->keep_alive = message->keep_alive;
	read_retry_after(made,
			 acme_http_field(&message->head, bytes, "Retry-After"),
			 now_s);
	err = read_body(made, find_coding(message, bytes), fault);
	if (err)
		acme_http_response_free(made);
	else
		*response = made;
	return err;
}

bool
acme_http_response_redirects(const struct acme_http_response *response)
{
	unsigned int status = response->status;

	return response->location.len && ((status >= 301 && status <= 303) ||
					  status == 307 || status == 308);
}

void
acme_http_response_free(struct acme_http_response *response)
{
	if (!response)
		return;
	acme_buf_clear(&response->body);
	acme_buf_clear(&response->nonce);
	acme_buf_clear(&response->location);
	acme_buf_clear(&response->content_type);
	acme_buf_clear(&response->link_up);
	acme_buf_clear(&response->link_terms);
	acme_problem_clear(&response->problem);
	free(response);
}

const struct acme_http_response *
acme_http_response_or_empty(const struct acme_http_response *response)
{
	static const struct acme_http_response none;

	return response ? response : &none;
}
