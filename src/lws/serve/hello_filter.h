/* SPDX-License-Identifier: MIT */
/*
 * What stands between a vhost's port and its application: it sees each
 * ClientHello first.  One file for each TLS library that lws may have.
 */
#ifndef ACME_LWS_SERVE_HELLO_FILTER_H
#define ACME_LWS_SERVE_HELLO_FILTER_H

#include "lws/serve/server_tls.h"

/* What keeps validators away from a vhost's application. */
struct acme_hello_filter;

/*
 * From now on a hello to ${vhost} that is a challenge's
 * (lws/serve/challenge_match.h) gets its pair from the challenges, and its
 * connection ends with the handshake; one that is refused fails.  All others go
 * on as before.  The first vhost of a port has its hellos, so that one has to
 * have a filter for the others.  ACME_ERR_INVALID: the vhost has no TLS.
 */
enum acme_err acme_hello_filter_new(struct acme_hello_filters *filters,
				    struct lws_vhost *vhost,
				    struct acme_hello_filter **filter,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/* The vhost is as it was; NULL is allowed. */
void acme_hello_filter_free(struct acme_hello_filter *filter);

#endif
