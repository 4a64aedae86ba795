/* SPDX-License-Identifier: MIT */
/*
 * A kept-alive connection to a CA: the context of connection.flow.
 */
#ifndef ACME_CLIENT_HTTP_CONNECTION_H
#define ACME_CLIENT_HTTP_CONNECTION_H

#include "client/http/origin.h"
#include "client/port.h"
#include "connection.flow.h"
#include "protocol/http/http.h"

struct acme_ca;
struct acme_exchange;

struct acme_connection {
	struct connection_sm sm;
	struct acme_ca *ca;
	struct acme_connection *next;  /* in a list of the pool */
	char *host;		       /* of its endpoint */
	struct acme_endpoint endpoint; /* where it leads, or led last */
	struct acme_stream *stream;
	struct acme_exchange *holder;	     /* who has it, or NULL */
	struct acme_buf request;	     /* its bytes */
	struct acme_http_reader *reader;     /* while there is a stream */
	struct acme_http_response *response; /* whole, not yet delivered */
	unsigned int n_responses;	     /* since it was opened */
	const char *late; /* the sentence of the timer that ran out last */
};

void acme_connection_start(struct acme_connection *connection,
			   struct acme_ca *ca);

void acme_connection_stop(struct acme_connection *connection);

/* Where it leads. */
struct acme_origin
acme_connection_origin(const struct acme_connection *connection);

/* It is to lead to ${origin}; the pool is told how that went. */
void acme_connection_open(struct acme_connection *connection,
			  struct acme_origin origin);

/* From now on it is ${exchange}'s, which is told. */
void acme_connection_grant(struct acme_connection *connection,
			   struct acme_exchange *exchange);

/* Its holder has no more use for it. */
void acme_connection_release(struct acme_connection *connection);

/* Nobody has use for it: it closes.  Its holder has it no more. */
void acme_connection_discard(struct acme_connection *connection);

/* Send a request; the response or CONNECTION_LOST comes to the holder. */
void acme_connection_request(struct acme_connection *connection,
			     enum acme_http_method method, const char *url,
			     struct acme_span body);

#endif
