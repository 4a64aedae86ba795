/* SPDX-License-Identifier: MIT */
/*
 * These actions of exchange.flow note what came of a request.  Where it tries
 * again, that is told, as the operator may be able to mend it.
 */
#include "base/log.h"
#include "client/http/ca.h"
#include "client/http/exchange.h"

#include <stdlib.h>

const char *
acme_exchange_name(const struct acme_exchange *x)
{
	return x->url ? x->url : "a request to the CA";
}

/* What was asked for last. */
static const char *
asked_url(const struct acme_exchange *x)
{
	return x->for_nonce ? acme_ca_nonce_url(x->ca) : acme_exchange_name(x);
}

static const char *
step_of(const struct acme_exchange *x)
{
	if (x->for_nonce)
		return "newNonce";
	return x->step ? x->step : "request";
}

/* All of the step that is no secret; payload, signature and nonce are not for
 * the log. */
static void
log_step(const struct acme_exchange *x,
	 const struct acme_http_response *response)
{
	const char *problem = acme_problem_name(response->problem.type);
	uint64_t took_us = sm_now_us(&x->sm.sm) - x->asked_us;

	acme_log(ACME_LOG_INFO,
		 "ACME %s: %s %s: HTTP status %u%s%s, after %llu ms",
		 step_of(x), acme_http_method_name(x->method), asked_url(x),
		 response->status, problem ? " " : "", problem ? problem : "",
		 (unsigned long long)(took_us / 1000));
}

void
acme_exchange_respond(struct acme_exchange *x,
		      struct acme_http_response *response)
{
	log_step(x, response);
	exchange_post_response(&x->sm, response);
}

static void
forget_response(struct acme_exchange *x)
{
	acme_http_response_free(x->response);
	x->response = NULL;
	x->retry_after.given = false;
}

static void
note_redirect(struct acme_exchange *x,
	      const struct acme_http_response *response)
{
	acme_fault_set(&x->fault, ACME_ERR_INVALID,
		       "%s: the CA responded with HTTP status %u, a redirect "
		       "to %s: %s",
		       asked_url(x), response->status,
		       acme_buf_str(&response->location),
		       x->is_directory
			       ? "that is one redirect too many"
			       : "only the directory may be redirected");
}

static void
read_refusal(struct acme_exchange *x, const struct acme_http_response *response)
{
	forget_response(x);
	x->retry_after = response->retry_after;
	x->problem = response->problem.type;
	if (response->problem.type != ACME_PROBLEM_NONE)
		acme_fault_set(&x->fault, ACME_ERR_INVALID, "%s: %s",
			       asked_url(x),
			       acme_buf_str(&response->problem.text));
	else if (acme_http_response_redirects(response))
		note_redirect(x, response);
	else
		acme_fault_set(&x->fault, ACME_ERR_INVALID,
			       "%s: the CA responded with HTTP status %u%s%s",
			       asked_url(x), response->status,
			       response->problem.text.len ? ": " : "",
			       acme_buf_str(&response->problem.text));
}

static void
read_fault(struct acme_exchange *x, const struct acme_fault *fault)
{
	forget_response(x);
	x->problem = ACME_PROBLEM_NONE;
	acme_fault_copy(&x->fault, fault);
	acme_fault_in(&x->fault, x->fault.err, "%s", asked_url(x));
}

void
acme_exchange_log_retry(struct acme_exchange *x)
{
	acme_log(ACME_LOG_INFO, "ACME %s: %s; trying again", step_of(x),
		 x->fault.text);
}

void
acme_exchange_keep_response(struct acme_exchange *x,
			    struct acme_http_response *response)
{
	read_refusal(x, acme_http_response_or_empty(response));
	x->response = response;
}

void
acme_exchange_note_response(struct acme_exchange *x,
			    const struct acme_http_response *response)
{
	read_refusal(x, acme_http_response_or_empty(response));
}

void
acme_exchange_note_no_nonce(struct acme_exchange *x,
			    const struct acme_http_response *response)
{
	response = acme_http_response_or_empty(response);
	read_refusal(x, response);
	acme_fault_set(&x->fault, ACME_ERR_INVALID,
		       "%s: the CA responded with HTTP status %u without a "
		       "nonce (Replay-Nonce, of letters of base64url)",
		       asked_url(x), response->status);
}

/* Where it leads is in the fault, if it is not where it was sent. */
void
acme_exchange_note_fault(struct acme_exchange *x,
			 const struct acme_fault *fault)
{
	read_fault(x, fault);
}

void
acme_exchange_note_timeout(struct acme_exchange *x, const char *sentence)
{
	forget_response(x);
	x->problem = ACME_PROBLEM_NONE;
	acme_fault_set(&x->fault, ACME_ERR_CLOSED, "%s: %s", asked_url(x),
		       sentence);
}

void
acme_exchange_note_bad_nonces(struct acme_exchange *x)
{
	forget_response(x);
	x->problem = ACME_PROBLEM_NONE;
	acme_fault_set(&x->fault, ACME_ERR_INVALID,
		       "%s: the CA rejects each nonce that it gave (badNonce)",
		       acme_exchange_name(x));
}

void
acme_exchange_note_no_head(struct acme_exchange *x)
{
	x->ca->nonce_by_get = true;
}

/* Whatever its response said. */
void
acme_exchange_note_limited(struct acme_exchange *x)
{
	x->problem = ACME_PROBLEM_RATE_LIMITED;
}

/* That there is one, and when it ends. */
void
acme_exchange_forget_limit(struct acme_exchange *x)
{
	x->retry_after.given = false;
	x->problem = ACME_PROBLEM_NONE;
}
