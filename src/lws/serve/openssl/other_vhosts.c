/* SPDX-License-Identifier: MIT */
/*
 * This finds the other vhosts of a certificate.  lws tells nobody which vhosts
 * have the same paths, but lws_tls_cert_updated() loads into each of them: so
 * all SSL_CTX of the process are listed as they are made, and those whose
 * certificate that call has replaced are the ones.  What it loads (no chain
 * from memory, an old key type in front) does not matter then.
 */
#include "lws/serve/openssl/other_vhosts.h"

#include "lws/serve/openssl/ctx_pair.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <stdlib.h>

struct known {
	struct known *next;
	SSL_CTX *ctx;
	bool noted;
	X509 *before; /* counted, so that its address is nobody else's */
};

static struct known *all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* OpenSSL calls it in SSL_CTX_new(), on any thread. */
static void
made(void *parent, void *value, CRYPTO_EX_DATA *data, int index, long argl,
     void *argp)
{
	struct known *known = calloc(1, sizeof(*known));

	(void)value;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	if (!known)
		return;
	known->ctx = parent;
	pthread_mutex_lock(&lock);
	known->next = all;
	all = known;
	pthread_mutex_unlock(&lock);
}

/* While somebody looks at it, SSL_CTX_free() waits here. */
static void
freed(void *parent, void *value, CRYPTO_EX_DATA *data, int index, long argl,
      void *argp)
{
	struct known **link = &all, *known;

	(void)value;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	pthread_mutex_lock(&lock);
	while (*link && (*link)->ctx != parent)
		link = &(*link)->next;
	known = *link;
	if (known)
		*link = known->next;
	pthread_mutex_unlock(&lock);
	if (known)
		X509_free(known->before);
	free(known);
}

/* Before there is any SSL_CTX: a program makes its vhosts before it tells us
 * of one. */
__attribute__((constructor)) static void
watch(void)
{
	SSL_CTX_get_ex_new_index(0, NULL, made, NULL, freed);
}

/* lws 5 makes a new SSL_CTX instead, without what was set on the old one. */
#if LWS_LIBRARY_VERSION_NUMBER < 5000000
static void
note_all(void)
{
	struct known *known;

	for (known = all; known; known = known->next) {
		known->before = SSL_CTX_get0_certificate(known->ctx);
		if (known->before)
			X509_up_ref(known->before);
		known->noted = true;
	}
}

static bool
was_replaced(struct known *known)
{
	bool replaced = known->noted &&
			SSL_CTX_get0_certificate(known->ctx) != known->before;

	X509_free(known->before);
	known->before = NULL;
	known->noted = false;
	return replaced;
}

/* Where the files can't be read, this is loaded instead. */
static void
load(const struct acme_served_vhost *served, BIO *cert, BIO *key)
{
	char *cert_pem = NULL, *key_pem = NULL;
	long cert_len = BIO_get_mem_data(cert, &cert_pem);
	long key_len = BIO_get_mem_data(key, &key_pem);

	if (cert_len > 0 && key_len > 0)
		lws_tls_cert_updated(
			served->context, served->cert_path, served->key_path,
			cert_pem, (size_t)cert_len, key_pem, (size_t)key_len);
}

static void
load_pair(const struct acme_served_vhost *served,
	  const struct acme_server_tls_pair *pair)
{
	BIO *cert = BIO_new(BIO_s_mem());
	BIO *key = BIO_new(BIO_s_secmem()); /* it is cleansed at its end */

	if (cert && key && PEM_write_bio_X509(cert, pair->leaf) == 1 &&
	    PEM_write_bio_PrivateKey(key, pair->key, NULL, NULL, 0, NULL,
				     NULL) == 1)
		load(served, cert, key);
	BIO_free(cert);
	BIO_free(key);
	ERR_clear_error();
}

void
acme_server_tls_serve_other_vhosts(const struct acme_served_vhost *served,
				   const struct acme_server_tls_pair *pair)
{
	struct known *known;

	pthread_mutex_lock(&lock);
	note_all();
	pthread_mutex_unlock(&lock);
	load_pair(served, pair);
	pthread_mutex_lock(&lock);
	for (known = all; known; known = known->next)
		if (was_replaced(known))
			acme_server_tls_serve_on(known->ctx, pair);
	pthread_mutex_unlock(&lock);
}
#else
void
acme_server_tls_serve_other_vhosts(const struct acme_served_vhost *served,
				   const struct acme_server_tls_pair *pair)
{
	(void)served;
	(void)pair;
}
#endif
