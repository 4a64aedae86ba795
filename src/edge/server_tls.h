/* SPDX-License-Identifier: MIT */
/*
 * What the TLS library that lws was built with is needed for: serving a
 * certificate that lws did not load.  One file for each such library.
 */
#ifndef ACME_EDGE_SERVER_TLS_H
#define ACME_EDGE_SERVER_TLS_H

#include "base/buf.h"

#include <libwebsockets.h>

/* A chain and its key, parsed. */
struct acme_server_tls_pair;

/* Takes milliseconds: in the worker. */
enum acme_err acme_server_tls_parse(struct acme_span chain_pem,
				    struct acme_span key_pem,
				    struct acme_server_tls_pair **pair,
				    struct acme_fault *fault) ACME_MUST_CHECK;

void acme_server_tls_free(struct acme_server_tls_pair *pair);

/*
 * New connections to ${vhost} get ${pair} from now on, and those that are
 * there stay as they are; on the loop's thread.  The pair is taken on success.
 */
enum acme_err
acme_server_tls_serve_take(struct lws_vhost *vhost,
			   struct acme_server_tls_pair *pair,
			   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
