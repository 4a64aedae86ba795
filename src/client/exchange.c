/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of exchange.flow (RFC 8555 §6).
 */
#include "client/exchange.h"

#include "client/ca.h"
#include "client/jobs.h"

#include <stdlib.h>

#define PAYLOAD_MAX (64 * 1024)

void
acme_exchange_clear(struct acme_exchange *x)
{
	sm_stop(&x->sm.sm);
	acme_http_answer_free(x->answer);
	x->answer = NULL;
	acme_text_free(x->jws);
	x->jws = NULL;
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
		   bool was_kept)
{
	x->was_kept = was_kept;
	exchange_post_netfail(&x->sm,
			      acme_fault_new(fault->err, "%s", fault->text));
}

void
acme_exchange_refusal(const struct acme_exchange *x,
		      struct acme_refusal *refusal)
{
	refusal->problem = acme_exchange_problem(x);
	refusal->fault = x->fault;
}

unsigned int
acme_exchange_status(const struct acme_exchange *x)
{
	return x->answer ? x->answer->status : 0;
}

enum acme_problem_type
acme_exchange_problem(const struct acme_exchange *x)
{
	return x->answer ? x->answer->problem.type : ACME_PROBLEM_NONE;
}

/* Guards */

bool
acme_exchange_unsigned(const struct acme_exchange *x,
		       const struct sm_event *event)
{
	(void)event;
	return x->is_get;
}

bool
acme_exchange_have_nonce(const struct acme_exchange *x,
			 const struct sm_event *event)
{
	(void)event;
	return x->ca->nonces.n > 0;
}

bool
acme_exchange_success(const struct acme_exchange *x,
		      const struct sm_event *event)
{
	const struct acme_http_answer *answer = exchange_answer(event);

	(void)x;
	return answer->status >= 200 && answer->status < 300;
}

bool
acme_exchange_bad_nonce(const struct acme_exchange *x,
			const struct sm_event *event)
{
	(void)x;
	return exchange_answer(event)->problem.type == ACME_PROBLEM_BAD_NONCE;
}

/* The CA can't now: rate limits (§6.6), its own fault (§6.7), whatever the
 * status beside it, and what a server or proxy says. */
bool
acme_exchange_busy(const struct acme_exchange *x, const struct sm_event *event)
{
	const struct acme_http_answer *answer = exchange_answer(event);
	enum acme_problem_type type = answer->problem.type;

	(void)x;
	return answer->status == 429 || answer->status >= 500 ||
	       type == ACME_PROBLEM_RATE_LIMITED ||
	       type == ACME_PROBLEM_SERVER_INTERNAL;
}

bool
acme_exchange_was_kept(const struct acme_exchange *x,
		       const struct sm_event *event)
{
	(void)event;
	return x->was_kept;
}

bool
acme_exchange_told_when(const struct acme_exchange *x,
			const struct sm_event *event)
{
	(void)event;
	return x->retry_after.told;
}

uint64_t
acme_exchange_retry_after_us(const struct acme_exchange *x)
{
	return acme_retry_after_us(&x->retry_after);
}

/* Actions */

void
acme_exchange_ask_connection(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	acme_pool_ask(&x->ca->pool, x);
}

void
acme_exchange_release(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	if (x->connection)
		acme_connection_release(x->connection);
	else
		acme_pool_leave(&x->ca->pool, x);
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
	struct acme_fault fault;

	if (!x->connection) {
		fail_closed(x);
	} else if (!url) {
		acme_fault_set(
			&fault, ACME_ERR_INVALID,
			"there is no URL, or no memory, for this request");
		acme_exchange_fail(x, &fault, false);
	} else if (!acme_ca_serves(x->ca, url)) {
		acme_fault_set(&fault, ACME_ERR_INVALID,
			       "%s is not at the directory's host", url);
		acme_exchange_fail(x, &fault, false);
	} else {
		acme_connection_request(x->connection, method, url, body);
	}
}

/* ACME v1 has no newNonce: each answer brings one, the directory too. */
void
acme_exchange_get_nonce(struct acme_exchange *x, struct sm_event *event)
{
	const char *url = x->ca->directory.new_nonce;

	(void)event;
	request(x, ACME_HTTP_HEAD, url ? url : x->ca->directory_url,
		ACME_SPAN(""));
}

void
acme_exchange_get(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	request(x, ACME_HTTP_GET, x->url, ACME_SPAN(""));
}

/* A nonce is not spent where there is no connection to send it on: a CA that
 * closes after each answer would take them all. */
static void
sign(struct acme_exchange *x)
{
	const struct acme_asker asker = { .sm = &x->sm.sm,
					  .done = EXCHANGE_SIGNED,
					  .failed = EXCHANGE_UNSIGNED };
	char *nonce = acme_nonces_take(&x->ca->nonces);
	const struct acme_jws_header header = {
		.kid = x->kid,
		.nonce = nonce,
		.url = x->url,
	};

	acme_job_sign(x->ca->port, x->ca->account_key, &header,
		      acme_buf_span(&x->payload), &asker);
	free(nonce);
}

void
acme_exchange_sign(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	if (x->connection)
		sign(x);
	else
		fail_closed(x);
}

void
acme_exchange_keep_jws(struct acme_exchange *x, struct sm_event *event)
{
	acme_text_free(x->jws);
	x->jws = sm_event_take(event);
}

void
acme_exchange_post(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	request(x, ACME_HTTP_POST, x->url, acme_buf_span(&x->jws->buf));
}
