/* SPDX-License-Identifier: MIT */
/*
 * With OpenSSL, the vhost's SSL_CTX has our pair.  lws_tls_cert_updated() is
 * not used: it serves no chain from memory, keeps the certificate of an earlier
 * key type, and tells nothing of a failure.
 */
#include "lws/serve/openssl/server_tls_openssl.h"

#include "lws/serve/openssl/other_vhosts.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Is that among what OpenSSL noted?  It notes no more then. */
static bool
was_memory_short(void)
{
	bool was = false;
	unsigned long noted;

	while ((noted = ERR_get_error()))
		was = was || ERR_GET_REASON(noted) == ERR_R_MALLOC_FAILURE;
	return was;
}

enum acme_err
acme_server_tls_refused(const char *what, struct acme_fault *fault)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	if (was_memory_short())
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", what);
	return acme_fault_set(fault, ACME_ERR_INVALID, "%s: %s", what,
			      reason ? reason : "unknown reason");
}

/* No passphrase is asked for on the terminal. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

/* What SSL_CTX_use_certificate_chain_file() takes: the leaf may be a TRUSTED
 * CERTIFICATE.  A PEM of several ends with an error that tells no more come. */
static bool
read_chain(BIO *pem, struct acme_server_tls_pair *pair)
{
	X509 *next;

	pair->leaf = PEM_read_bio_X509_AUX(pem, NULL, no_passphrase, NULL);
	pair->chain = sk_X509_new_null();
	if (!pair->leaf || !pair->chain)
		return false;
	while ((next = PEM_read_bio_X509(pem, NULL, no_passphrase, NULL)))
		if (!sk_X509_push(pair->chain, next)) {
			X509_free(next);
			return false;
		}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return false;
	ERR_clear_error();
	return true;
}

static enum acme_err
read_pair(BIO *chain, BIO *key, struct acme_server_tls_pair *pair,
	  struct acme_fault *fault)
{
	if (!read_chain(chain, pair))
		return acme_server_tls_refused("OpenSSL can't read the chain",
					       fault);
	pair->key = PEM_read_bio_PrivateKey(key, NULL, no_passphrase, NULL);
	if (!pair->key)
		return acme_server_tls_refused("OpenSSL can't read the key",
					       fault);
	if (X509_check_private_key(pair->leaf, pair->key) != 1)
		return acme_server_tls_refused(
			"the key is not the certificate's", fault);
	return ACME_OK;
}

static BIO *
reader(struct acme_span pem)
{
	return pem.len > INT_MAX ? NULL
				 : BIO_new_mem_buf(pem.data, (int)pem.len);
}

enum acme_err
acme_server_tls_parse(struct acme_span chain_pem, struct acme_span key_pem,
		      struct acme_server_tls_pair **pair,
		      struct acme_fault *fault)
{
	struct acme_server_tls_pair *read = calloc(1, sizeof(*read));
	BIO *chain = reader(chain_pem), *key = reader(key_pem);
	enum acme_err err;

	ERR_clear_error();
	if (read && chain && key)
		err = read_pair(chain, key, read, fault);
	else
		err = acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	BIO_free(chain);
	BIO_free(key);
	if (err)
		acme_server_tls_free(read);
	else
		*pair = read;
	return err;
}

enum acme_err
acme_server_tls_loads(struct acme_span chain_pem, struct acme_span key_pem,
		      struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err =
		acme_server_tls_parse(chain_pem, key_pem, &pair, fault);

	acme_server_tls_free(pair);
	return err;
}

/*
 * lws has no way to ask for a vhost's SSL_CTX, but for a connection's SSL: so
 * it is given one that nobody will use.
 */
enum acme_err
acme_server_tls_ctx(struct lws_vhost *vhost, SSL_CTX **found,
		    struct acme_fault *fault)
{
	SSL_CTX *ctx = NULL;
	struct lws *wsi;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "no socketpair: %s", strerror(errno));
	wsi = lws_adopt_socket_vhost(vhost, ends[0]);
	if (wsi) {
		SSL *ssl = lws_get_ssl(wsi);

		ctx = ssl ? SSL_get_SSL_CTX(ssl) : NULL;
		lws_set_timeout(wsi, PENDING_TIMEOUT_SSL_ACCEPT,
				LWS_TO_KILL_ASYNC);
	}
	close(ends[1]);
	if (!wsi)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "vhost \"%s\" takes no connection",
				      lws_get_vhost_name(vhost));
	if (!ctx)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "vhost \"%s\" has no TLS: give it "
				      "LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX",
				      lws_get_vhost_name(vhost));
	*found = ctx;
	return ACME_OK;
}

/* A program with an lws that has mbedTLS does not find all functions of
 * OpenSSL's, when it is linked or when it starts. */
const char *
acme_server_tls_other_lws(void)
{
	return NULL;
}

enum acme_err
acme_server_tls_prepare(const struct acme_served_vhost *served,
			struct acme_fault *fault)
{
	(void)served;
	(void)fault;
	return ACME_OK;
}

/* It takes whole chains from files. */
bool
acme_server_tls_lacks_chain(struct lws_vhost *vhost)
{
	(void)vhost;
	return false;
}

enum acme_err
acme_server_tls_serve_take(const struct acme_served_vhost *served,
			   struct acme_server_tls_pair *pair,
			   struct acme_fault *fault)
{
	enum acme_err err;
	SSL_CTX *ctx = NULL;

	err = acme_server_tls_ctx(served->vhost, &ctx, fault);
	if (err)
		return err;
	if (!acme_server_tls_serve_on(ctx, pair))
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "out of memory for the certificate");
	acme_server_tls_serve_other_vhosts(served, pair);
	acme_server_tls_free(pair);
	return ACME_OK;
}
