/* SPDX-License-Identifier: MIT */
/*
 * Clients of a vhost's port who have not said yet what they want: lws with
 * mbedTLS gets a connection when its ClientHello is all there, and a
 * validator's not at all.
 *
 * This is so at all times, and not only while a challenge is published: lws
 * copies pointers to the vhost's certificate when it gets a connection, and
 * frees what they point to when a new one is installed, so that a client who
 * came before and speaks after would be served from freed memory.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_PREREAD_H
#define ACME_LWS_SERVE_MBEDTLS_PREREAD_H

#include "lws/serve/mbedtls/hello_peek.h"

struct acme_preread_peer;

struct acme_preread {
	struct acme_hello_peek peek;
	struct acme_preread *next;		/* of the lws context */
	struct acme_preread_peer *first, *last; /* the first came first */
	size_t n;				/* of this port */
	size_t max; /* of all ports of the lws context */
};

/* ACME_ERR_MEMORY.  Clear ${preread} in any case. */
enum acme_err acme_preread_init(struct acme_preread *preread,
				struct acme_hello_filters *filters,
				struct lws_vhost *vhost) ACME_MUST_CHECK;

/* Their connections are closed. */
void acme_preread_clear(struct acme_preread *preread);

/*
 * One more, whose connection is ${fd}, just accepted.  true: lws is to have it
 * at once.  false: it is not, and may close ${fd}.
 */
bool acme_preread_come(struct acme_preread *preread, int fd);

#endif
