/* SPDX-License-Identifier: MIT */
/*
 * tls-alpn-01 (RFC 8737) and tls-sni-01 (ACME v1): the certificates that
 * respond to challenges, made in the worker, and given to the hello filters of
 * all vhosts by the name that the CA asks for.
 */
#ifndef ACME_LWS_SERVE_TLS_CHALLENGE_H
#define ACME_LWS_SERVE_TLS_CHALLENGE_H

#include "lws/serve/server_tls.h"

struct acme_tls_challenge;
struct acme_challenge_response;
struct sm_requester;
struct acme_worker;

struct acme_tls_challenges {
	struct acme_server_tls_challenges challenges; /* first */
	struct acme_worker *worker;
	struct acme_tls_challenge *first; /* the newest */
};

void acme_tls_challenges_init(struct acme_tls_challenges *responses,
			      struct acme_worker *worker);

/* It is published when ${requester} gets done. */
void acme_tls_challenges_publish(struct acme_tls_challenges *responses,
				 struct acme_challenge_response *response,
				 const struct sm_requester *requester);

/* At once, and allowed where it was not published. */
void
acme_tls_challenges_withdraw(struct acme_tls_challenges *responses,
			     const struct acme_challenge_response *response);

#endif
