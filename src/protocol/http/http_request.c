/* SPDX-License-Identifier: MIT */
/*
 * A request is built aside and added as one, so that a failure leaves no half
 * of it.  What goes in from outside has passed the URL parser, which lets no
 * white space and no control character by.
 */
#include "protocol/http/http_request.h"

#include "format/url.h"

#include <assert.h>

#define HEAD_MAX_LEN 8192 /* servers take no longer request lines either */

static const char *const method_names[] = {
	[ACME_HTTP_GET] = "GET",
	[ACME_HTTP_HEAD] = "HEAD",
	[ACME_HTTP_POST] = "POST",
};

const char *
acme_http_method_name(enum acme_http_method method)
{
	return method_names[method];
}

/*
 * Host is the authority as the URL has it (RFC 9110 §7.2): a CA may compare
 * it, byte for byte, with the "url" that was signed (RFC 8555 §6.4).
 */
static enum acme_err
add_common(struct acme_buf *head, enum acme_http_method method,
	   const struct acme_url *url)
{
	struct acme_span target =
		url->target.len ? url->target : ACME_SPAN("/");

	return acme_buf_addf(head,
			     "%s %.*s HTTP/1.1\r\n"
			     "Host: %.*s\r\n"
			     "User-Agent: lws-acme-client/" ACME_VERSION "\r\n"
			     "Accept-Encoding: identity\r\n"
			     "Accept-Language: en\r\n",
			     method_names[method], (int)target.len, target.data,
			     (int)url->authority.len, url->authority.data);
}

static enum acme_err
add_head(struct acme_buf *head, enum acme_http_method method,
	 const struct acme_url *url, size_t body_len)
{
	enum acme_err err = add_common(head, method, url);

	if (!err && method == ACME_HTTP_POST)
		err = acme_buf_addf(head,
				    "Content-Type: application/jose+json\r\n"
				    "Content-Length: %zu\r\n",
				    body_len);
	return err ? err : acme_buf_add(head, ACME_SPAN("\r\n"));
}

/* Both or nothing. */
static enum acme_err
add_both(struct acme_buf *out, struct acme_span head, struct acme_span body)
{
	char *to = NULL;
	enum acme_err err = acme_buf_reserve(out, head.len + body.len, &to);

	if (err)
		return err;
	memcpy(to, head.data, head.len);
	if (body.len)
		memcpy(to + head.len, body.data, body.len);
	acme_buf_used(out, head.len + body.len);
	return ACME_OK;
}

enum acme_err
acme_http_request(enum acme_http_method method, struct acme_span url,
		  struct acme_span body, struct acme_buf *out,
		  struct acme_fault *fault)
{
	struct acme_buf head = ACME_BUF_INIT(HEAD_MAX_LEN);
	struct acme_url split;
	enum acme_err err;

	assert(method == ACME_HTTP_POST || !body.len);
	err = acme_url_parse(url, true, &split, fault);
	if (err)
		return err;
	err = add_head(&head, method, &split, body.len);
	if (!err)
		err = add_both(out, acme_buf_span(&head), body);
	if (err)
		acme_fault_set(fault, err,
			       "out of memory for a request of %zu bytes",
			       url.len + body.len);
	acme_buf_clear(&head);
	return err;
}
