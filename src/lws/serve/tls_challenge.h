/* SPDX-License-Identifier: MIT */
/*
 * tls-alpn-01 (RFC 8737) and tls-sni-01 (ACME v1): the certificates that
 * answer challenges, made in the worker, and given to the guards of all vhosts
 * by the name that the CA asks for.
 */
#ifndef ACME_LWS_SERVE_TLS_CHALLENGE_H
#define ACME_LWS_SERVE_TLS_CHALLENGE_H

#include "lws/serve/server_tls.h"

struct acme_tls_answer;
struct acme_answer;
struct sm_requester;
struct acme_edge;

struct acme_tls_answers {
	struct acme_server_tls_challenges challenges; /* first */
	struct acme_tls_answer *first;		      /* the newest */
};

void acme_tls_answers_init(struct acme_tls_answers *answers);

/* It is live when ${asker} gets done. */
void acme_tls_answers_publish(struct acme_edge *edge,
			      struct acme_answer *answer,
			      const struct sm_requester *asker);

/* At once, and allowed where it was not published. */
void acme_tls_answers_withdraw(struct acme_edge *edge,
			       const struct acme_answer *answer);

#endif
