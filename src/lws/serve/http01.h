/* SPDX-License-Identifier: MIT */
/*
 * http-01 (RFC 8555 §8.3): what is served below /.well-known/acme-challenge,
 * on any vhost of the lws context that has the protocol and the mount.
 */
#ifndef ACME_LWS_SERVE_HTTP01_H
#define ACME_LWS_SERVE_HTTP01_H

#include "base/span.h"
#include "lws-acme-client.h"

#include <libwebsockets.h>

struct acme_challenge_response;

/* The challenge responses of one lws context; zero before the first. */
struct acme_http01 {
	struct acme_challenge_response *responses;
};

void acme_http01_publish(struct acme_http01 *http01,
			 struct acme_challenge_response *response);

void acme_http01_withdraw(struct acme_http01 *http01,
			  struct acme_challenge_response *response);

/* LWS_CALLBACK_HTTP, with lws's ${path}; what to return to lws. */
int acme_http01_respond(struct acme_http01 *http01, struct lws *wsi,
			struct lws_acme_client_session *session,
			struct acme_span path);

/* LWS_CALLBACK_HTTP_WRITEABLE of a response; what to return to lws. */
int acme_http01_write(struct acme_http01 *http01, struct lws *wsi,
		      struct lws_acme_client_session *session);

/* The request is over, responded to or not. */
void acme_http01_end(struct lws_acme_client_session *session);

#endif
