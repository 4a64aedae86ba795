/* SPDX-License-Identifier: MIT */
/* What the OpenSSL half of lws/serve/server_tls.h has for the others here. */
#ifndef ACME_LWS_SERVE_OPENSSL_SERVER_TLS_OPENSSL_H
#define ACME_LWS_SERVE_OPENSSL_SERVER_TLS_OPENSSL_H

#include "lws/serve/openssl/ctx_pair.h"

/* Its own SSL_CTX, borrowed; ACME_ERR_INVALID: it has no TLS. */
enum acme_err acme_server_tls_ctx(struct lws_vhost *vhost, SSL_CTX **ctx,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* ACME_ERR_INVALID, with OpenSSL's reason. */
enum acme_err acme_server_tls_refused(const char *what,
				      struct acme_fault *fault);

#endif
