/* SPDX-License-Identifier: MIT */
/* What the files of the OpenSSL half of lws/serve/server_tls.h tell one another. */
#ifndef ACME_LWS_SERVE_OPENSSL_SERVER_TLS_OPENSSL_H
#define ACME_LWS_SERVE_OPENSSL_SERVER_TLS_OPENSSL_H

#include "lws/serve/server_tls.h"

#include <openssl/ssl.h>

struct acme_server_tls_pair {
	X509 *leaf;
	EVP_PKEY *key;
	STACK_OF(X509) * chain; /* without the leaf */
};

/* Its own SSL_CTX, borrowed; ACME_ERR_INVALID: it has no TLS. */
enum acme_err acme_server_tls_ctx(struct lws_vhost *vhost, SSL_CTX **ctx,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* This connection gets the pair.  OpenSSL's 1 or 0. */
int acme_server_tls_give(SSL *ssl, const struct acme_server_tls_pair *pair);

/* New connections to it get a copy of the pair; false: memory. */
bool acme_server_tls_serve_on(SSL_CTX *ctx,
			      const struct acme_server_tls_pair *pair);

/* The same for the other vhosts of the context that have the place's paths. */
void acme_server_tls_serve_siblings(const struct acme_served_vhost *served,
				    const struct acme_server_tls_pair *pair);

/* ACME_ERR_INVALID, with OpenSSL's reason. */
enum acme_err acme_server_tls_refused(const char *what,
				      struct acme_fault *fault);

#endif
