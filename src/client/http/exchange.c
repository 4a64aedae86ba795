/* SPDX-License-Identifier: MIT */
/*
 * A request is made ready to be run here, and is let go; and these are the
 * guards of exchange.flow (RFC 8555 §6).  exchange_requests.c has what it asks,
 * exchange_notes.c what it notes.
 */
#include "client/http/exchange.h"

#include "client/http/ca.h"

#include <stdlib.h>

#define PAYLOAD_MAX (64 * 1024)

void
acme_exchange_clear(struct acme_exchange *x)
{
	sm_stop(&x->sm.sm);
	acme_http_response_free(x->response);
	x->response = NULL;
	acme_text_free(x->jws);
	x->jws = NULL;
	free(x->nonce);
	x->nonce = NULL;
	acme_buf_clear(&x->payload);
	free(x->url);
	x->url = NULL;
	free(x->kid);
	x->kid = NULL;
}

static char *
copy(const char *text)
{
	return text ? acme_span_dup(acme_span_str(text)) : NULL;
}

struct sm *
acme_exchange_prepare_post(struct acme_exchange *x, struct acme_ca *ca,
			   const char *kid, const char *url)
{
	char *own_kid = copy(kid);

	acme_exchange_clear(x);
	*x = (struct acme_exchange){
		.ca = ca,
		.kid = own_kid,
		.url = !kid || own_kid ? copy(url) : NULL,
		.payload = ACME_BUF_INIT(PAYLOAD_MAX),
	};
	exchange_sm_init(&x->sm, x);
	return &x->sm.sm;
}

struct sm *
acme_exchange_prepare_get(struct acme_exchange *x, struct acme_ca *ca,
			  const char *url)
{
	struct sm *sm = acme_exchange_prepare_post(x, ca, NULL, url);

	x->is_get = true;
	return sm;
}

struct sm *
acme_exchange_prepare_directory(struct acme_exchange *x, struct acme_ca *ca)
{
	struct sm *sm = acme_exchange_prepare_get(x, ca, ca->directory_url);

	x->step = "directory";
	x->is_directory = true;
	return sm;
}

struct sm *
acme_exchange_written(struct acme_exchange *x, enum acme_err err)
{
	if (err) {
		free(x->url); /* without it, no request goes out */
		x->url = NULL;
	}
	return &x->sm.sm;
}

struct sm *
acme_exchange_say(struct acme_exchange *x, struct acme_span json)
{
	return acme_exchange_written(x, acme_buf_add(&x->payload, json));
}

void
acme_exchange_fail(struct acme_exchange *x, const struct acme_fault *fault,
		   bool is_reused)
{
	x->is_reused = is_reused;
	exchange_post_connection_lost(
		&x->sm, acme_fault_new(fault->err, "%s", fault->text));
}

void
acme_exchange_connect_failed(struct acme_exchange *x,
			     const struct acme_fault *fault)
{
	exchange_post_connect_failed(
		&x->sm, acme_fault_new(fault->err, "%s", fault->text));
}

void
acme_exchange_fail_to_send(struct acme_exchange *x,
			   const struct acme_fault *fault)
{
	exchange_post_send_failed(
		&x->sm, acme_fault_new(fault->err, "%s", fault->text));
}

void
acme_exchange_failure(const struct acme_exchange *x,
		      struct acme_failure *failure)
{
	failure->problem = acme_exchange_problem(x);
	failure->fault = x->fault;
}

const struct acme_http_response *
acme_exchange_response(const struct acme_exchange *x)
{
	return acme_http_response_or_empty(x->response);
}

enum acme_http_status
acme_exchange_ended_http_status(const struct acme_exchange *x)
{
	return acme_exchange_http_status(x, x->response);
}

enum acme_problem_type
acme_exchange_problem(const struct acme_exchange *x)
{
	return x->problem;
}

/* Guards */

bool
acme_exchange_is_get(const struct acme_exchange *x)
{
	return x->is_get;
}

bool
acme_exchange_have_nonce(const struct acme_exchange *x)
{
	return x->ca->nonces.n > 0;
}

bool
acme_exchange_brought_nonce(const struct acme_exchange *x,
			    const struct acme_http_response *response)
{
	(void)x;
	return acme_http_response_or_empty(response)->nonce.len;
}

/* Would a connection to where the request goes bring no nonce? */
bool
acme_exchange_nonce_elsewhere(const struct acme_exchange *x)
{
	struct acme_origin nonce, own;

	return !acme_origin_of(acme_ca_nonce_url(x->ca), &nonce, NULL) &&
	       !acme_origin_of(x->url, &own, NULL) &&
	       !acme_origin_equal(nonce, own);
}

bool
acme_exchange_nonce_by_get(const struct acme_exchange *x)
{
	return x->ca->nonce_by_get;
}

enum acme_http_status
acme_exchange_http_status(const struct acme_exchange *x,
			  const struct acme_http_response *response)
{
	(void)x;
	return acme_http_status(acme_http_response_or_empty(response)->status);
}

enum acme_problem_type
acme_exchange_response_problem(const struct acme_exchange *x,
			       const struct acme_http_response *response)
{
	(void)x;
	return acme_http_response_or_empty(response)->problem.type;
}

/* Is it the directory that is elsewhere (RFC 9110 §15.4)?  No other request
 * is repeated at another URL: what is signed is for one alone (§6.4). */
bool
acme_exchange_redirected(const struct acme_exchange *x,
			 const struct acme_http_response *response)
{
	return x->is_directory &&
	       acme_http_response_redirects(
		       acme_http_response_or_empty(response));
}

enum acme_err
acme_exchange_fault(const struct acme_exchange *x,
		    const struct acme_fault *fault)
{
	(void)x;
	return acme_fault_class(fault);
}

bool
acme_exchange_is_reused(const struct acme_exchange *x)
{
	return x->is_reused;
}

bool
acme_exchange_has_retry_after(const struct acme_exchange *x)
{
	return x->retry_after.given;
}

uint64_t
acme_exchange_retry_after_us(const struct acme_exchange *x)
{
	return acme_retry_after_us(&x->retry_after);
}

struct acme_http_response *
acme_exchange_give_acme_http_response(struct acme_exchange *x)
{
	return x->response;
}

struct acme_fault *
acme_exchange_give_acme_fault(struct acme_exchange *x)
{
	return acme_fault_or_null(&x->fault);
}
