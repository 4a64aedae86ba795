/* SPDX-License-Identifier: MIT */
/*
 * This tells which bytes of the connection are the response: heads one after
 * the other until one that is not interim, then a body as RFC 9112 §6.3 frames
 * it.
 */
#include "format/http/http_message.h"

#include "format/http/field.h"
#include "format/http/http_fields.h"

#include <inttypes.h>

void
acme_http_message_init(struct acme_http_message *message, bool to_head)
{
	*message = (struct acme_http_message){ .to_head = to_head };
	acme_http_head_init(&message->head, 0);
}

struct acme_span
acme_http_message_body(const struct acme_http_message *message,
		       const struct acme_buf *response)
{
	if (!message->body_len)
		return acme_span(NULL, 0);
	return acme_span(response->data + message->body_at, message->body_len);
}

/* All Connection fields count as one list (RFC 9110 §5.3). */
static bool
connection_has(const struct acme_http_message *message,
	       const struct acme_buf *response, const char *token)
{
	struct acme_span value;
	size_t from = 0;

	while (acme_http_next_field(&message->head, response, "Connection",
				    &from, &value))
		if (acme_field_has_token(value, token))
			return true;
	return false;
}

/* A response to HEAD that announces what a GET would bring: there are servers
 * that send it, too, and it would be taken for the next response. */
static bool
may_send_body(const struct acme_http_message *message,
	      const struct acme_buf *response)
{
	struct acme_span len =
		acme_http_field(&message->head, response, "Content-Length");
	struct acme_span coding =
		acme_http_field(&message->head, response, "Transfer-Encoding");

	return message->to_head &&
	       (coding.len ||
		(len.len && !acme_span_equal(len, ACME_SPAN("0"))));
}

/* RFC 9112 §9.3 */
static bool
may_keep_alive(const struct acme_http_message *message,
	       const struct acme_buf *response)
{
	if (message->framing == ACME_HTTP_FRAMING_CLOSE ||
	    may_send_body(message, response) ||
	    connection_has(message, response, "close"))
		return false;
	return message->head.minor > 0 ||
	       connection_has(message, response, "keep-alive");
}

/* Is there a Content-Length, and which?  Several must agree. */
static enum acme_err
find_content_len(struct acme_http_message *message,
		 const struct acme_buf *response, bool *found,
		 struct acme_fault *fault)
{
	struct acme_span value;
	uint64_t len = 0, first = 0;
	enum acme_err err;
	size_t from = 0;

	while (acme_http_next_field(&message->head, response, "Content-Length",
				    &from, &value)) {
		err = acme_field_content_length(value, &len, fault);
		if (err)
			return acme_fault_in(fault, err, "HTTP response");
		first = *found ? first : len;
		*found = true;
		if (len != first)
			return acme_fault_set(
				fault, ACME_ERR_SYNTAX,
				"HTTP response: Content-Length is "
				"%" PRIu64 " and %" PRIu64,
				first, len);
	}
	if (first > ACME_HTTP_MESSAGE_MAX_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "HTTP response: Content-Length %" PRIu64
				      " is more than %d",
				      first, ACME_HTTP_MESSAGE_MAX_LEN);
	message->content_len = (size_t)first;
	return ACME_OK;
}

/* Chunked, or an error: other codings were not asked for. */
static enum acme_err
check_transfer_encoding(const struct acme_http_message *message,
			const struct acme_buf *response, bool *found,
			struct acme_fault *fault)
{
	struct acme_span value;
	size_t from = 0;

	while (acme_http_next_field(&message->head, response,
				    "Transfer-Encoding", &from, &value)) {
		if (*found || !acme_field_is_chunked(value))
			return acme_fault_set(
				fault, ACME_ERR_INVALID,
				"HTTP response: Transfer-Encoding "
				"is %.*s, not just chunked",
				(int)value.len, value.data);
		*found = true;
	}
	if (*found && !message->head.minor)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP response: Transfer-Encoding in "
				      "HTTP/1.0");
	return ACME_OK;
}

static bool
has_no_body(const struct acme_http_message *message)
{
	return message->to_head || message->head.status == 204 ||
	       message->head.status == 304;
}

/* RFC 9112 §6.3, in its order.  Both ways to frame at once is an attack. */
static enum acme_err
choose_framing(struct acme_http_message *message,
	       const struct acme_buf *response, struct acme_fault *fault)
{
	bool has_len = false, has_coding = false;
	enum acme_err err;

	message->framing = ACME_HTTP_FRAMING_NONE;
	if (has_no_body(message))
		return ACME_OK;
	err = check_transfer_encoding(message, response, &has_coding, fault);
	if (!err)
		err = find_content_len(message, response, &has_len, fault);
	if (err)
		return err;
	if (has_len && has_coding)
		return acme_fault_set(
			fault, ACME_ERR_SYNTAX,
			"HTTP response: both Transfer-Encoding and "
			"Content-Length");
	message->framing = has_coding ? ACME_HTTP_FRAMING_CHUNKED
			   : has_len  ? ACME_HTTP_FRAMING_LENGTH
				      : ACME_HTTP_FRAMING_CLOSE;
	return ACME_OK;
}

static enum acme_err
begin_body(struct acme_http_message *message, const struct acme_buf *response,
	   struct acme_fault *fault)
{
	enum acme_err err = choose_framing(message, response, fault);

	if (err)
		return err;
	message->body_at = message->head.at;
	message->keep_alive = may_keep_alive(message, response);
	acme_http_chunked_init(&message->chunked, message->body_at);
	return ACME_OK;
}

/* Heads, until the one that is not interim (RFC 9110 §15.2). */
static enum acme_err
parse_heads(struct acme_http_message *message, struct acme_buf *response,
	    struct acme_fault *fault)
{
	bool complete = true;
	enum acme_err err;

	while (complete) {
		complete = false;
		err = acme_http_head_parse(&message->head, response->data,
					   response->len, &complete, fault);
		if (err || !complete)
			return err;
		if (message->head.status >= 200)
			return begin_body(message, response, fault);
		if (message->head.status == 101)
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "HTTP response: it switches to a "
					      "protocol that nobody asked for");
		acme_http_head_init(&message->head, message->head.at);
	}
	return ACME_OK;
}

static enum acme_err
parse_chunked(struct acme_http_message *message, struct acme_buf *response,
	      struct acme_fault *fault)
{
	struct acme_http_chunked *chunked = &message->chunked;
	enum acme_err err;

	err = acme_http_chunked_parse(chunked, response->data, response->len,
				      ACME_HTTP_MESSAGE_MAX_LEN,
				      &message->complete, fault);
	message->body_len = chunked->end - message->body_at;
	message->used = chunked->at;
	return err;
}

static void
count_body(struct acme_http_message *message, const struct acme_buf *response)
{
	size_t len = response->len - message->body_at;

	if (message->framing != ACME_HTTP_FRAMING_CLOSE &&
	    len >= message->content_len) {
		len = message->content_len;
		message->complete = true;
	}
	message->body_len = len;
	message->used = message->body_at + len;
}

enum acme_err
acme_http_message_parse(struct acme_http_message *message,
			struct acme_buf *response, bool *complete,
			struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	if (message->framing == ACME_HTTP_FRAMING_UNKNOWN)
		err = parse_heads(message, response, fault);
	if (err)
		return err;
	if (message->framing == ACME_HTTP_FRAMING_CHUNKED && !message->complete)
		err = parse_chunked(message, response, fault);
	else if (message->framing != ACME_HTTP_FRAMING_UNKNOWN &&
		 message->framing != ACME_HTTP_FRAMING_CHUNKED)
		count_body(message, response);
	if (!err)
		*complete = message->complete;
	return err;
}

enum acme_err
acme_http_message_eof(struct acme_http_message *message,
		      struct acme_fault *fault)
{
	if (message->framing == ACME_HTTP_FRAMING_CLOSE)
		message->complete = true;
	if (message->complete)
		return ACME_OK;
	if (message->framing == ACME_HTTP_FRAMING_UNKNOWN)
		return acme_fault_set(
			fault, ACME_ERR_CLOSED,
			"HTTP response: it is cut off at byte %zu, "
			"in its head",
			message->head.at);
	if (message->framing == ACME_HTTP_FRAMING_CHUNKED)
		return acme_fault_set(
			fault, ACME_ERR_CLOSED,
			"HTTP response: it is cut off at byte %zu, "
			"in its chunks",
			message->chunked.at);
	return acme_fault_set(fault, ACME_ERR_CLOSED,
			      "HTTP response: it is cut off after %zu of %zu "
			      "bytes of its body",
			      message->body_len, message->content_len);
}
