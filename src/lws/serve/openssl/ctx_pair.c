/* SPDX-License-Identifier: MIT */
/*
 * A callback on an SSL_CTX gives each new connection the pair that the SSL_CTX
 * has.
 */
#include "lws/serve/openssl/ctx_pair.h"

#include <pthread.h>
#include <stdlib.h>

/* Where an SSL_CTX keeps its pair: so the pair lives as long as any
 * connection that may still ask for it. */
static int pair_index = -1;
static pthread_once_t pair_index_once = PTHREAD_ONCE_INIT;

static void
free_with_ctx(void *parent, void *pair, CRYPTO_EX_DATA *data, int index,
	      long argl, void *argp)
{
	(void)parent;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	acme_server_tls_free(pair);
}

static void
make_pair_index(void)
{
	pair_index =
		SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_with_ctx);
}

void
acme_server_tls_free(struct acme_server_tls_pair *pair)
{
	if (!pair)
		return;
	X509_free(pair->leaf);
	EVP_PKEY_free(pair->key);
	sk_X509_pop_free(pair->chain, X509_free);
	free(pair);
}

/* What the connection had of its SSL_CTX goes, else OpenSSL could prefer it
 * for its key type. */
int
acme_server_tls_give(SSL *ssl, const struct acme_server_tls_pair *pair)
{
	SSL_certs_clear(ssl);
	return SSL_use_cert_and_key(ssl, pair->leaf, pair->key, pair->chain, 1);
}

/* Called for each new connection.  Without a certificate the handshake fails,
 * and that is all. */
static int
give_certificate(SSL *ssl, void *unused)
{
	const struct acme_server_tls_pair *pair =
		SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), pair_index);

	(void)unused;
	return pair ? acme_server_tls_give(ssl, pair) : 1;
}

static struct acme_server_tls_pair *
copy(const struct acme_server_tls_pair *pair)
{
	struct acme_server_tls_pair *made = calloc(1, sizeof(*made));

	if (!made)
		return NULL;
	X509_up_ref(pair->leaf);
	made->leaf = pair->leaf;
	EVP_PKEY_up_ref(pair->key);
	made->key = pair->key;
	made->chain = X509_chain_up_ref(pair->chain);
	return made;
}

bool
acme_server_tls_serve_on(SSL_CTX *ctx, const struct acme_server_tls_pair *pair)
{
	struct acme_server_tls_pair *old, *own = copy(pair);

	pthread_once(&pair_index_once, make_pair_index);
	old = SSL_CTX_get_ex_data(ctx, pair_index);
	if (!own || !SSL_CTX_set_ex_data(ctx, pair_index, own)) {
		acme_server_tls_free(own);
		return false;
	}
	acme_server_tls_free(old);
	SSL_CTX_set_cert_cb(ctx, give_certificate, NULL);
	return true;
}
