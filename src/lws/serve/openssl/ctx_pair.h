/* SPDX-License-Identifier: MIT */
/* The pair that an SSL_CTX has for its new connections. */
#ifndef ACME_LWS_SERVE_OPENSSL_CTX_PAIR_H
#define ACME_LWS_SERVE_OPENSSL_CTX_PAIR_H

#include "lws/serve/server_tls.h"

#include <openssl/ssl.h>

struct acme_server_tls_pair {
	X509 *leaf;
	EVP_PKEY *key;
	STACK_OF(X509) * chain; /* without the leaf */
};

/* This connection gets the pair.  OpenSSL's 1 or 0. */
int acme_server_tls_give(SSL *ssl, const struct acme_server_tls_pair *pair);

/* New connections to it get a copy of the pair; false: memory. */
bool acme_server_tls_serve_on(SSL_CTX *ctx,
			      const struct acme_server_tls_pair *pair);

#endif
