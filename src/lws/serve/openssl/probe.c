/* SPDX-License-Identifier: MIT */
/*
 * The probe is a client of OpenSSL's, as what OpenSSL serves may be more than
 * mbedTLS can read.  It takes any certificate and any protocol: what there is,
 * is to be seen, not judged.
 */
#include "lws/serve/openssl/server_tls_openssl.h"

#include <errno.h>
#include <openssl/err.h>

struct handshake {
	struct acme_buf *leaf;
	enum acme_err err; /* of keeping it */
};

/* Called as soon as the certificate came, whatever follows. */
static int
take_leaf(X509_STORE_CTX *store, void *arg)
{
	struct handshake *handshake = arg;
	unsigned char *der = NULL;
	int len = i2d_X509(X509_STORE_CTX_get0_cert(store), &der);

	handshake->err = len > 0 ? acme_buf_add(handshake->leaf,
						acme_span(der, (size_t)len))
				 : ACME_ERR_MEMORY;
	OPENSSL_free(der);
	return 1;
}

/* The server ends it, or sends an alert; but it may also say nothing at all in
 * time, which tells nothing of its certificate. */
static enum acme_err
ended(const SSL *ssl, int rc, int error, struct acme_fault *fault)
{
	int why = SSL_get_error(ssl, rc);
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ||
	    error == EAGAIN)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "the vhost does not respond in time");
	return acme_fault_set(fault, ACME_ERR_TLS,
			      "the vhost shows no certificate: %s",
			      reason ? reason : "it closed the connection");
}

static enum acme_err
connect_and_look(SSL *ssl, const struct handshake *handshake,
		 struct acme_fault *fault)
{
	int rc;

	ERR_clear_error();
	errno = 0;
	rc = SSL_connect(ssl);
	if (handshake->err)
		return acme_fault_set(fault, handshake->err,
				      "out of memory for a certificate");
	if (handshake->leaf->len)
		return ACME_OK;
	return ended(ssl, rc, errno, fault);
}

static SSL *
client_new(SSL_CTX *ctx, int fd, const char *name, struct handshake *handshake)
{
	SSL *ssl;

	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, take_leaf, handshake);
	if (!SSL_CTX_set_min_proto_version(ctx, 0))
		return NULL;
	ssl = SSL_new(ctx);
	if (ssl && SSL_set_fd(ssl, fd) && SSL_set_tlsext_host_name(ssl, name))
		return ssl;
	SSL_free(ssl);
	return NULL;
}

enum acme_err
acme_server_tls_probe(int fd, const char *name, struct acme_buf *leaf,
		      struct acme_fault *fault)
{
	struct handshake handshake = { .leaf = leaf };
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *ssl = ctx ? client_new(ctx, fd, name, &handshake) : NULL;
	enum acme_err err;

	if (ssl)
		err = connect_and_look(ssl, &handshake, fault);
	else
		err = acme_fault_set(fault, ACME_ERR_MEMORY,
				     "out of memory for a TLS client");
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return err;
}
