/* SPDX-License-Identifier: MIT */
/*
 * http-01 (RFC 8555 §8.3): what is served below /.well-known/acme-challenge,
 * on any vhost of the context that has the protocol and the mount.
 */
#ifndef ACME_LWS_SERVE_HTTP01_H
#define ACME_LWS_SERVE_HTTP01_H

#include "lws-acme-client.h"
#include "lws/loop/context.h"

void acme_answers_publish(struct acme_edge *edge, struct acme_answer *answer);

void acme_answers_withdraw(struct acme_edge *edge, struct acme_answer *answer);

/* LWS_CALLBACK_HTTP, with lws's ${path}; what to return to lws. */
int acme_answers_visit(struct acme_edge *edge, struct lws *wsi,
		       struct lws_acme_client_session *session,
		       struct acme_span path);

/* LWS_CALLBACK_HTTP_WRITEABLE of a visit; what to return to lws. */
int acme_answers_write(struct acme_edge *edge, struct lws *wsi,
		       struct lws_acme_client_session *session);

/* The visit is over, answered or not. */
void acme_answers_leave(struct lws_acme_client_session *session);

#endif
