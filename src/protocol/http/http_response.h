/* SPDX-License-Identifier: MIT */
/*
 * A response of a CA, whole: its status, body, and the fields that decide
 * something (RFC 8555 §6).
 */
#ifndef ACME_PROTOCOL_HTTP_HTTP_RESPONSE_H
#define ACME_PROTOCOL_HTTP_HTTP_RESPONSE_H

#include "protocol/problem.h"

#include <stdint.h>

struct acme_http_message;

/* When to ask again, if the CA said so (§6.6). */
struct acme_retry_after {
	bool given;
	uint64_t s; /* from now; 0 where the date is past */
};

/*
 * Absent fields are empty, and so is a nonce, a link or a Retry-After that is
 * not of its grammar: none of them makes a response worthless.
 */
struct acme_http_response {
	unsigned int status;
	struct acme_buf body;
	struct acme_buf nonce;	      /* Replay-Nonce, checked */
	struct acme_buf location;     /* as sent; a request for it checks it */
	struct acme_buf content_type; /* lower case, without parameters */
	struct acme_buf link_up;      /* rel="up": the issuer in ACME v1 */
	struct acme_buf link_terms;   /* rel="terms-of-service" */
	struct acme_retry_after retry_after;
	bool keep_alive;
	struct acme_problem problem; /* what the body of an error says */
};

/* The response that ${message}, complete, found in ${bytes}. */
enum acme_err acme_http_response_new(const struct acme_http_message *message,
				     const struct acme_buf *bytes,
				     int64_t now_s,
				     struct acme_http_response **response,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Does it say that the resource is at ${location} (RFC 9110 §15.4)? */
bool acme_http_response_redirects(const struct acme_http_response *response);

/* NULL is allowed. */
/* One that says nothing, where there is none. */
const struct acme_http_response *
acme_http_response_or_empty(const struct acme_http_response *response);

void acme_http_response_free(struct acme_http_response *response);

#endif
