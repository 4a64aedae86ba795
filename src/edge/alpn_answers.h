/* SPDX-License-Identifier: MIT */
/*
 * tls-alpn-01 (RFC 8737): the certificates that answer challenges, made in the
 * worker, and given to the guards of all vhosts by name.
 */
#ifndef ACME_EDGE_ALPN_ANSWERS_H
#define ACME_EDGE_ALPN_ANSWERS_H

#include "edge/server_tls.h"

struct acme_alpn_answer;
struct acme_answer;
struct acme_asker;
struct acme_edge;

struct acme_alpn_answers {
	struct acme_server_tls_challenges challenges; /* first */
	struct acme_alpn_answer *first;		      /* the newest */
};

void acme_alpn_answers_init(struct acme_alpn_answers *answers);

/* It is live when ${asker} gets done. */
void acme_alpn_answers_publish(struct acme_edge *edge,
			       struct acme_answer *answer,
			       const struct acme_asker *asker);

/* At once, and allowed where it was not published. */
void acme_alpn_answers_withdraw(struct acme_edge *edge,
				const struct acme_answer *answer);

#endif
