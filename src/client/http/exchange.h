/* SPDX-License-Identifier: MIT */
/*
 * One request to the CA, with its repetitions: the context of exchange.flow.
 * It is embedded in who runs it, prepared for each run, and keeps the response
 * until it is prepared again.
 */
#ifndef ACME_CLIENT_HTTP_EXCHANGE_H
#define ACME_CLIENT_HTTP_EXCHANGE_H

#include "client/http/origin.h"
#include "client/payload.h"
#include "exchange.flow.h"
#include "protocol/http/http.h"

struct acme_ca;
struct acme_connection;

struct acme_exchange {
	struct exchange_sm sm;
	struct acme_ca *ca;
	struct acme_exchange *next;	    /* in the pool's queue */
	struct acme_connection *connection; /* while it has one */
	struct acme_origin to; /* where a connection is asked for to */
	const char *step; /* what the log calls it, as "newOrder"; static */
	enum acme_http_method method; /* asked by last, at this time */
	uint64_t asked_us;
	bool is_get, is_directory;
	bool for_nonce; /* newNonce was asked last, and not ${url} */
	char *kid;	/* the account that signs; NULL: its key does (§6.2) */
	char *url;
	struct acme_buf payload; /* JSON; empty: POST-as-GET (§6.3) */
	char *nonce;		 /* of the JWS, which was not sent yet */
	struct acme_text *jws;
	bool is_reused; /* the connection that was lost last had carried an
			* response, and no byte of ours */
	struct acme_http_response *response; /* ok and problem have it */
	struct acme_fault fault;	/* what went wrong last, and where */
	enum acme_problem_type problem; /* the CA's word for it */
	struct acme_retry_after retry_after; /* of the last response */
};

/*
 * Ready to be run.  Frees what an earlier run left; the first time the memory
 * must be zero.
 */
struct sm *acme_exchange_prepare_get(struct acme_exchange *exchange,
				     struct acme_ca *ca, const char *url);

/* The CA's directory, where its URL is redirected to as well. */
struct sm *acme_exchange_prepare_directory(struct acme_exchange *exchange,
					   struct acme_ca *ca);

/* To be signed in the name of the account ${kid}, or, where that is
 * NULL, with its key.  The payload is empty, for the caller to fill. */
struct sm *acme_exchange_prepare_post(struct acme_exchange *exchange,
				      struct acme_ca *ca, const char *kid,
				      const char *url);

/* The payload; where there is no memory for it, the request fails as such. */
struct sm *acme_exchange_say(struct acme_exchange *exchange,
			     struct acme_span json);

/* The payload stands in it now; ${err}: it does not, and so the request fails.
 * Returns what prepare returned. */
struct sm *acme_exchange_written(struct acme_exchange *exchange,
				 enum acme_err err);

void acme_exchange_clear(struct acme_exchange *exchange);

/* There is no connection for it. */
void acme_exchange_connect_failed(struct acme_exchange *exchange,
				  const struct acme_fault *fault);

/* Its connection failed. */
void acme_exchange_fail(struct acme_exchange *exchange,
			const struct acme_fault *fault, bool is_reused);

/* Its response is there: a line in the log, and then the flow's. */
void acme_exchange_respond(struct acme_exchange *exchange,
			   struct acme_http_response *response);

/* It can't be sent, whoever tries it when. */
void acme_exchange_fail_to_send(struct acme_exchange *exchange,
				const struct acme_fault *fault);

/* Set the fault and the problem that it ended with. */
void acme_exchange_failure(const struct acme_exchange *exchange,
			   struct acme_failure *failure);

/* Its URL, for a person, even where it has none. */
const char *acme_exchange_name(const struct acme_exchange *exchange);

/* The response of one that has ended; an empty one where it had none. */
const struct acme_http_response *
acme_exchange_response(const struct acme_exchange *x);

/* The CA's word for what it ended with. */
enum acme_problem_type
acme_exchange_problem(const struct acme_exchange *exchange);

/* Its status; of none, ACME_HTTP_STATUS_OTHER. */
enum acme_http_status
acme_exchange_ended_http_status(const struct acme_exchange *exchange);

/*
 * Set ${url} to the absolute https URL that ${field} of the response means; it
 * is called ${name}.  NULL where there is none, or another kind of URL: the
 * fault says so.
 */
enum acme_err acme_exchange_field_url(const struct acme_exchange *exchange,
				      const char *name,
				      const struct acme_buf *field, char **url,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* The same of Location; no need to look, as NULL says it. */
enum acme_err acme_exchange_location(const struct acme_exchange *exchange,
				     char **url, struct acme_fault *fault);

/* The same of Link rel="up", which may be missing: ACME_OK, and NULL. */
enum acme_err acme_exchange_link_up(const struct acme_exchange *exchange,
				    char **url,
				    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
