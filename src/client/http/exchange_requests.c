/* SPDX-License-Identifier: MIT */
/*
 * By these actions exchange.flow asks for a connection, a nonce and a
 * signature, and asks the CA.
 */
#include "client/http/exchange.h"

#include "client/http/ca.h"
#include "client/jobs.h"
#include "format/url.h"

#include <stdlib.h>

/* Where ${url} leads, if a connection may be made to it. */
static enum acme_err
find_origin(struct acme_exchange *x, const char *url, struct acme_fault *fault)
{
	enum acme_err err;

	if (!url)
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"there is no URL, or no memory, for this request");
	err = acme_origin_of(url, &x->to, fault);
	if (!err && !x->is_directory && !acme_ca_serves(x->ca, x->to))
		err = acme_fault_set(
			fault, ACME_ERR_INVALID,
			"it is neither at the directory's host nor at one that "
			"the directory names");
	return err;
}

static void
ask(struct acme_exchange *x, const char *url)
{
	struct acme_fault fault;

	acme_exchange_release(x); /* what it has leads to where it was */
	if (find_origin(x, url, &fault))
		acme_exchange_fail_to_send(x, &fault);
	else
		acme_pool_ask(&x->ca->pool, x);
}

void
acme_exchange_ask_connection(struct acme_exchange *x)
{
	x->for_nonce = false;
	ask(x, x->url);
}

void
acme_exchange_ask_nonce_connection(struct acme_exchange *x)
{
	x->for_nonce = true;
	ask(x, acme_ca_nonce_url(x->ca));
}

void
acme_exchange_release(struct acme_exchange *x)
{
	if (x->connection)
		acme_connection_release(x->connection);
	else
		acme_pool_leave(&x->ca->pool, x);
}

/* A CA that closes behind each response, and does not say so, would cut off the
 * next request on it, too. */
void
acme_exchange_discard(struct acme_exchange *x)
{
	if (x->connection)
		acme_connection_discard(x->connection);
}

/* What was granted may be gone by now; then the next one is as good. */
static void
fail_closed(struct acme_exchange *x)
{
	struct acme_fault fault;

	acme_fault_set(&fault, ACME_ERR_CLOSED, "connection closed");
	acme_exchange_fail(x, &fault, true);
}

static void
request(struct acme_exchange *x, enum acme_http_method method, const char *url,
	struct acme_span body)
{
	x->method = method;
	x->asked_us = sm_now_us(&x->sm.sm);
	if (x->connection)
		acme_connection_request(x->connection, method, url, body);
	else
		fail_closed(x);
}

static void
ask_for_nonce(struct acme_exchange *x, enum acme_http_method method)
{
	x->for_nonce = true;
	request(x, method, acme_ca_nonce_url(x->ca), ACME_SPAN(""));
}

void
acme_exchange_head_nonce(struct acme_exchange *x)
{
	ask_for_nonce(x, ACME_HTTP_HEAD);
}

void
acme_exchange_get_nonce(struct acme_exchange *x)
{
	ask_for_nonce(x, ACME_HTTP_GET);
}

void
acme_exchange_get(struct acme_exchange *x)
{
	request(x, ACME_HTTP_GET, x->url, ACME_SPAN(""));
}

static void
forget_nonce(struct acme_exchange *x)
{
	free(x->nonce);
	x->nonce = NULL;
}

/* A nonce is not used up where there is no connection to send it on: a CA that
 * closes after each response would take them all. */
static void
sign(struct acme_exchange *x, const struct sm_requester *requester)
{
	struct acme_jws_header header = { .kid = x->kid, .url = x->url };

	forget_nonce(x);
	x->nonce = acme_nonces_take(&x->ca->nonces);
	header.nonce = x->nonce;
	acme_job_sign(x->ca->port, x->ca->key, &header,
		      acme_buf_span(&x->payload), requester);
}

void
acme_exchange_sign(struct acme_exchange *x,
		   const struct sm_requester *requester)
{
	x->for_nonce = false;
	if (x->connection)
		sign(x, requester);
	else
		fail_closed(x);
}

/* It was signed, but the CA has not seen it. */
void
acme_exchange_return_nonce(struct acme_exchange *x)
{
	acme_nonces_put(&x->ca->nonces, acme_span_str(x->nonce));
	forget_nonce(x);
}

void
acme_exchange_keep_jws(struct acme_exchange *x, struct acme_text *jws)
{
	forget_nonce(x);
	acme_text_free(x->jws);
	x->jws = jws;
}

void
acme_exchange_post(struct acme_exchange *x)
{
	struct acme_fault fault;

	if (x->jws) {
		request(x, ACME_HTTP_POST, x->url, acme_buf_span(&x->jws->buf));
		return;
	}
	acme_fault_set(&fault, ACME_ERR_INVALID, "it is not signed");
	acme_exchange_fail_to_send(x, &fault);
}

/* What is no URL is left for the next request to refuse, by its name. */
void
acme_exchange_follow(struct acme_exchange *x,
		     const struct acme_http_response *response)
{
	struct acme_span to =
		acme_buf_span(&acme_http_response_or_empty(response)->location);
	char *url = NULL;

	if (acme_url_resolve(x->url, to, &url, NULL))
		url = acme_span_dup(to);
	free(x->url);
	x->url = url;
}
