/* SPDX-License-Identifier: MIT */
/*
 * What the files of the mbedTLS half of lws/serve/server_tls.h tell one
 * another.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_SERVER_TLS_MBEDTLS_H
#define ACME_LWS_SERVE_MBEDTLS_SERVER_TLS_MBEDTLS_H

#include "crypto/x509/parsed_pair.h"
#include "lws/serve/server_tls.h"

struct acme_server_tls_pair {
	struct acme_parsed_pair *parsed;
	struct acme_buf chain;	/* PEM, as lws is to have it */
	struct acme_secret key; /* PEM */
};

/* Does ${vhost}, one with TLS, have a certificate to show, and not only the
 * placeholder? */
bool acme_server_tls_has_certificate(struct lws_vhost *vhost);

#endif
