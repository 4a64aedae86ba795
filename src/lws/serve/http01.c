/* SPDX-License-Identifier: MIT */
/*
 * This responds to http-01.  What is sent is a copy of the text, because the
 * response may be withdrawn while it is sent.  A client who asks for the right
 * token at another host's name gets nothing: the response is that name's.
 */
#include "lws/serve/http01.h"

#include "lws/serve/challenge_response.h"

#include <stdlib.h>

#define HEADERS_MAX 2048 /* bytes; lws may add a page of security headers */
#define HOST_MAX    256

struct response {
	size_t len;
	unsigned char text[]; /* LWS_PRE bytes for lws, then the body */
};

void
acme_http01_publish(struct acme_http01 *http01,
		    struct acme_challenge_response *response)
{
	response->next = http01->responses;
	http01->responses = response;
}

void
acme_http01_withdraw(struct acme_http01 *http01,
		     struct acme_challenge_response *response)
{
	struct acme_challenge_response **link = &http01->responses;

	while (*link && *link != response)
		link = &(*link)->next;
	if (*link)
		*link = response->next;
}

/* The name of the Host field, or of HTTP/2's :authority; false: none. */
static bool
read_host(struct lws *wsi, char host[HOST_MAX], struct acme_span *name)
{
	int len = lws_hdr_copy(wsi, host, HOST_MAX, WSI_TOKEN_HOST);

#if defined(LWS_ROLE_H2)
	if (len <= 0)
		len = lws_hdr_copy(wsi, host, HOST_MAX,
				   WSI_TOKEN_HTTP_COLON_AUTHORITY);
#endif
	if (len <= 0)
		return false;
	*name = acme_span(host, strcspn(host, ":"));
	if (name->len && host[name->len - 1] == '.')
		name->len--;
	return name->len;
}

static const struct acme_challenge_response *
find(const struct acme_http01 *http01, struct acme_span token,
     struct acme_span host)
{
	const struct acme_challenge_response *response = http01->responses;

	while (response &&
	       (!acme_span_equal(acme_span_str(response->token), token) ||
		!acme_span_equal_nocase(acme_span_str(response->identifier),
					host)))
		response = response->next;
	return response;
}

/* lws gives what follows the mount, or the whole path where it has no mount. */
static struct acme_span
token_of(struct acme_span path)
{
	const struct acme_span mount = ACME_SPAN(LWS_ACME_CLIENT_PATH);

	if (path.len >= mount.len && !memcmp(path.data, mount.data, mount.len))
		path = acme_span(path.data + mount.len, path.len - mount.len);
	if (path.len && *path.data == '/')
		path = acme_span(path.data + 1, path.len - 1);
	return path;
}

static int
refuse(struct lws *wsi, unsigned int status)
{
	return lws_return_http_status(wsi, status, NULL) ||
			       lws_http_transaction_completed(wsi)
		       ? -1
		       : 0;
}

static int
write_headers(struct lws *wsi, size_t len, enum lws_write_protocol how)
{
	unsigned char headers[LWS_PRE + HEADERS_MAX];
	unsigned char *start = headers + LWS_PRE, *p = start;
	unsigned char *end = headers + sizeof(headers);

	if (lws_add_http_common_headers(wsi, HTTP_STATUS_OK, "text/plain", len,
					&p, end) ||
	    lws_finalize_http_header(wsi, &p, end))
		return -1;
	return lws_write(wsi, start, (size_t)(p - start), how) < 0 ? -1 : 0;
}

static int
give(struct lws *wsi, struct lws_acme_client_session *session,
     struct acme_span text)
{
	struct response *response =
		malloc(sizeof(*response) + LWS_PRE + text.len);

	if (!response)
		return -1;
	response->len = text.len;
	memcpy(response->text + LWS_PRE, text.data, text.len);
	acme_http01_end(session);
	session->response = response;
	if (write_headers(wsi, text.len, LWS_WRITE_HTTP_HEADERS))
		return -1;
	lws_callback_on_writable(wsi);
	return 0;
}

/* HEAD: the same headers, and nobody was told anything. */
static int
give_length(struct lws *wsi, const char *text)
{
	int how = LWS_WRITE_HTTP_HEADERS | LWS_WRITE_H2_STREAM_END;

	if (write_headers(wsi, strlen(text), (enum lws_write_protocol)how) ||
	    lws_http_transaction_completed(wsi))
		return -1;
	return 0;
}

int
acme_http01_respond(struct acme_http01 *http01, struct lws *wsi,
		    struct lws_acme_client_session *session,
		    struct acme_span path)
{
	const struct acme_challenge_response *response = NULL;
	char host[HOST_MAX], *uri;
	struct acme_span name;
	int method, uri_len;

	method = lws_http_get_uri_and_method(wsi, &uri, &uri_len);
	if (method != LWSHUMETH_GET && method != LWSHUMETH_HEAD &&
	    method != LWSHUMETH_COLON_PATH)
		return refuse(wsi, HTTP_STATUS_METHOD_NOT_ALLOWED);
	if (read_host(wsi, host, &name))
		response = find(http01, token_of(path), name);
	if (!response)
		return refuse(wsi, HTTP_STATUS_NOT_FOUND);
	if (method == LWSHUMETH_HEAD)
		return give_length(wsi, response->key_authorization);
	return give(wsi, session, acme_span_str(response->key_authorization));
}

/* By its text, as the response may have been withdrawn meanwhile. */
static void
tell_fetched(const struct acme_http01 *http01, struct acme_span text)
{
	struct acme_challenge_response *response;

	for (response = http01->responses; response; response = response->next)
		if (acme_span_equal(acme_span_str(response->key_authorization),
				    text))
			acme_challenge_response_fetched(response);
}

int
acme_http01_write(struct acme_http01 *http01, struct lws *wsi,
		  struct lws_acme_client_session *session)
{
	struct response *response = session->response;

	if (!response)
		return 0;
	if (lws_write(wsi, response->text + LWS_PRE, response->len,
		      LWS_WRITE_HTTP_FINAL) < (int)response->len)
		return -1;
	tell_fetched(http01,
		     acme_span(response->text + LWS_PRE, response->len));
	acme_http01_end(session);
	return lws_http_transaction_completed(wsi) ? -1 : 0;
}

void
acme_http01_end(struct lws_acme_client_session *session)
{
	free(session->response);
	session->response = NULL;
}
