/* SPDX-License-Identifier: MIT */
/*
 * The client under test and a server, and the wire between them.
 */
#ifndef TLS_PAIR_H
#define TLS_PAIR_H

#include "tls/tls_client.h"
#include "tls_server.h"

struct tls_pair {
	struct tls_server *server;
	struct acme_trust *trust;
	struct acme_tls *tls;
	size_t step;	  /* bytes that are delivered at once; 0: all */
	size_t cut_after; /* bytes to the client, then its end; 0: never */
	size_t n_to_client;
	int server_rc;	   /* of its handshake */
	bool server_ended; /* it failed, and sends no more */
	struct acme_fault fault;
};

/* ${root} is a file of tests/data/tls; NULL makes a probe. */
void tls_pair_init(struct tls_pair *pair, const char *chain, const char *root,
		   const char *name);

/* A new connection of both. */
void tls_pair_again(struct tls_pair *pair, const char *name,
		    const struct acme_tls_session *session);

void tls_pair_clear(struct tls_pair *pair);

/* Until the client is done or refuses; what it returned last. */
enum acme_err tls_pair_handshake(struct tls_pair *pair);

/* ${bytes} to the client, in a copy that ends where they end. */
void tls_pair_give(struct tls_pair *pair, struct acme_span bytes);

/* What waits on either side goes to the other. */
void tls_pair_to_client(struct tls_pair *pair);
void tls_pair_to_server(struct tls_pair *pair);

#endif
