/* SPDX-License-Identifier: MIT */
/*
 * What the connections to one CA share: its roots, parsed once and let go
 * with the last of them, and the TLS session that the next one resumes.
 */
#ifndef ACME_LWS_CONNECT_TLS_CLIENT_CACHE_H
#define ACME_LWS_CONNECT_TLS_CLIENT_CACHE_H

#include "lws/connect/tcp_connect.h"
#include "lws/loop/worker.h"
#include "tls/tls_client.h"

#include <pthread.h>

struct acme_tls_client_cache {
	struct acme_tls_client_cache *next;
	char *host, *ca_file;
	uint16_t port;
	unsigned int n_streams; /* on the loop's thread only, as is this: */
	struct acme_address first;
	struct acme_trust *trust; /* in the worker, while there are streams */
	pthread_mutex_t lock;	  /* of the session */
	struct acme_tls_session *session;
};

/* The list's entry for ${to}, counted and made where need be; NULL: memory. */
struct acme_tls_client_cache *
acme_tls_client_cache_get(struct acme_tls_client_cache **list,
			  const struct acme_endpoint *to);

/* With its last stream the roots go, by a job of ${worker}, and with them
 * what memory the talk with the CA took. */
void acme_tls_client_cache_put(struct acme_tls_client_cache *cache,
			       struct acme_worker *worker);

void acme_tls_client_cache_free_all(struct acme_tls_client_cache **list);

/* A client for the CA's host, its roots loaded if they are not;
 * in the worker. */
enum acme_err
acme_tls_client_cache_tls(struct acme_tls_client_cache *cache,
			  struct acme_tls **tls,
			  struct acme_fault *fault) ACME_MUST_CHECK;

/* Keep the session of ${tls} for the next one; on either thread. */
void acme_tls_client_cache_remember(struct acme_tls_client_cache *cache,
				    struct acme_tls *tls);

#endif
