/* SPDX-License-Identifier: MIT */
/*
 * Which bytes of the connection are the response: heads one after the other
 * until one that is not interim, then a body as RFC 9112 §6.3 frames it.
 */
#include "format/http/http_message.h"

#include "format/http/field.h"

#include <inttypes.h>

void
acme_http_response_init(struct acme_http_response *response, bool to_head)
{
	*response = (struct acme_http_response){ .to_head = to_head };
	acme_http_head_init(&response->head, 0);
}

struct acme_span
acme_http_response_body(const struct acme_http_response *response,
			const struct acme_buf *answer)
{
	if (!response->body_len)
		return acme_span(NULL, 0);
	return acme_span(answer->data + response->body_at, response->body_len);
}

/* All Connection fields count as one list (RFC 9110 §5.3). */
static bool
connection_has(const struct acme_http_response *response,
	       const struct acme_buf *answer, const char *token)
{
	struct acme_span value;
	size_t from = 0;

	while (acme_http_response_next_field(response, answer, "Connection",
					     &from, &value))
		if (acme_field_has_token(value, token))
			return true;
	return false;
}

/* An answer to HEAD that announces what a GET would bring: there are servers
 * that send it, too, and it would be taken for the next answer. */
static bool
may_send_body(const struct acme_http_response *response,
	      const struct acme_buf *answer)
{
	struct acme_span len =
		acme_http_response_field(response, answer, "Content-Length");
	struct acme_span coding =
		acme_http_response_field(response, answer, "Transfer-Encoding");

	return response->to_head &&
	       (coding.len ||
		(len.len && !acme_span_equal(len, ACME_SPAN("0"))));
}

/* RFC 9112 §9.3 */
static bool
may_keep_alive(const struct acme_http_response *response,
	       const struct acme_buf *answer)
{
	if (response->framing == ACME_HTTP_FRAMING_CLOSE ||
	    may_send_body(response, answer) ||
	    connection_has(response, answer, "close"))
		return false;
	return response->head.minor > 0 ||
	       connection_has(response, answer, "keep-alive");
}

/* Is there a Content-Length, and which?  Several must agree. */
static enum acme_err
find_content_len(struct acme_http_response *response,
		 const struct acme_buf *answer, bool *found,
		 struct acme_fault *fault)
{
	struct acme_span value;
	uint64_t len = 0, first = 0;
	enum acme_err err;
	size_t from = 0;

	while (acme_http_response_next_field(response, answer, "Content-Length",
					     &from, &value)) {
		err = acme_field_content_length(value, &len, fault);
		if (err)
			return acme_fault_in(fault, err, "HTTP answer");
		first = *found ? first : len;
		*found = true;
		if (len != first)
			return acme_fault_set(fault, ACME_ERR_SYNTAX,
					      "HTTP answer: Content-Length is "
					      "%" PRIu64 " and %" PRIu64,
					      first, len);
	}
	if (first > ACME_HTTP_RESPONSE_MAX_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "HTTP answer: Content-Length %" PRIu64
				      " is more than %d",
				      first, ACME_HTTP_RESPONSE_MAX_LEN);
	response->content_len = (size_t)first;
	return ACME_OK;
}

/* Chunked, or an error: other codings were not asked for. */
static enum acme_err
check_transfer_encoding(const struct acme_http_response *response,
			const struct acme_buf *answer, bool *found,
			struct acme_fault *fault)
{
	struct acme_span value;
	size_t from = 0;

	while (acme_http_response_next_field(
		response, answer, "Transfer-Encoding", &from, &value)) {
		if (*found || !acme_field_is_chunked(value))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "HTTP answer: Transfer-Encoding "
					      "is %.*s, not just chunked",
					      (int)value.len, value.data);
		*found = true;
	}
	if (*found && !response->head.minor)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP answer: Transfer-Encoding in "
				      "HTTP/1.0");
	return ACME_OK;
}

static bool
has_no_body(const struct acme_http_response *response)
{
	return response->to_head || response->head.status == 204 ||
	       response->head.status == 304;
}

/* RFC 9112 §6.3, in its order.  Both ways to frame at once is an attack. */
static enum acme_err
choose_framing(struct acme_http_response *response,
	       const struct acme_buf *answer, struct acme_fault *fault)
{
	bool has_len = false, has_coding = false;
	enum acme_err err;

	response->framing = ACME_HTTP_FRAMING_NONE;
	if (has_no_body(response))
		return ACME_OK;
	err = check_transfer_encoding(response, answer, &has_coding, fault);
	if (!err)
		err = find_content_len(response, answer, &has_len, fault);
	if (err)
		return err;
	if (has_len && has_coding)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP answer: both Transfer-Encoding and "
				      "Content-Length");
	response->framing = has_coding ? ACME_HTTP_FRAMING_CHUNKED
			    : has_len  ? ACME_HTTP_FRAMING_LENGTH
				       : ACME_HTTP_FRAMING_CLOSE;
	return ACME_OK;
}

static enum acme_err
begin_body(struct acme_http_response *response, const struct acme_buf *answer,
	   struct acme_fault *fault)
{
	enum acme_err err = choose_framing(response, answer, fault);

	if (err)
		return err;
	response->body_at = response->head.at;
	response->keep_alive = may_keep_alive(response, answer);
	acme_http_chunked_init(&response->chunked, response->body_at);
	return ACME_OK;
}

/* Heads, until the one that is not interim (RFC 9110 §15.2). */
static enum acme_err
parse_heads(struct acme_http_response *response, struct acme_buf *answer,
	    struct acme_fault *fault)
{
	bool complete = true;
	enum acme_err err;

	while (complete) {
		complete = false;
		err = acme_http_head_parse(&response->head, answer->data,
					   answer->len, &complete, fault);
		if (err || !complete)
			return err;
		if (response->head.status >= 200)
			return begin_body(response, answer, fault);
		if (response->head.status == 101)
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "HTTP answer: it switches to a "
					      "protocol that nobody asked for");
		acme_http_head_init(&response->head, response->head.at);
	}
	return ACME_OK;
}

static enum acme_err
parse_chunked(struct acme_http_response *response, struct acme_buf *answer,
	      struct acme_fault *fault)
{
	struct acme_http_chunked *chunked = &response->chunked;
	enum acme_err err;

	err = acme_http_chunked_parse(chunked, answer->data, answer->len,
				      ACME_HTTP_RESPONSE_MAX_LEN,
				      &response->complete, fault);
	response->body_len = chunked->end - response->body_at;
	response->used = chunked->at;
	return err;
}

static void
count_body(struct acme_http_response *response, const struct acme_buf *answer)
{
	size_t len = answer->len - response->body_at;

	if (response->framing != ACME_HTTP_FRAMING_CLOSE &&
	    len >= response->content_len) {
		len = response->content_len;
		response->complete = true;
	}
	response->body_len = len;
	response->used = response->body_at + len;
}

enum acme_err
acme_http_response_parse(struct acme_http_response *response,
			 struct acme_buf *answer, bool *complete,
			 struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	if (response->framing == ACME_HTTP_FRAMING_UNKNOWN)
		err = parse_heads(response, answer, fault);
	if (err)
		return err;
	if (response->framing == ACME_HTTP_FRAMING_CHUNKED &&
	    !response->complete)
		err = parse_chunked(response, answer, fault);
	else if (response->framing != ACME_HTTP_FRAMING_UNKNOWN &&
		 response->framing != ACME_HTTP_FRAMING_CHUNKED)
		count_body(response, answer);
	if (!err)
		*complete = response->complete;
	return err;
}

enum acme_err
acme_http_response_eof(struct acme_http_response *response,
		       struct acme_fault *fault)
{
	if (response->framing == ACME_HTTP_FRAMING_CLOSE)
		response->complete = true;
	if (response->complete)
		return ACME_OK;
	if (response->framing == ACME_HTTP_FRAMING_UNKNOWN)
		return acme_fault_set(fault, ACME_ERR_CLOSED,
				      "HTTP answer: it is cut off at byte %zu, "
				      "in its head",
				      response->head.at);
	if (response->framing == ACME_HTTP_FRAMING_CHUNKED)
		return acme_fault_set(fault, ACME_ERR_CLOSED,
				      "HTTP answer: it is cut off at byte %zu, "
				      "in its chunks",
				      response->chunked.at);
	return acme_fault_set(fault, ACME_ERR_CLOSED,
			      "HTTP answer: it is cut off after %zu of %zu "
			      "bytes of its body",
			      response->body_len, response->content_len);
}
