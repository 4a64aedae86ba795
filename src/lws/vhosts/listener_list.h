/* SPDX-License-Identifier: MIT */
/*
 * The vhosts of an lws context: those that have the protocol, with or without
 * options, and those that lws tells of (lws/vhosts/unmanaged_vhosts.h).
 */
#ifndef ACME_LWS_VHOSTS_LISTENER_LIST_H
#define ACME_LWS_VHOSTS_LISTENER_LIST_H

#include "lws/serve/server_tls.h"

struct acme_hello_filter;

struct acme_listener {
	struct acme_listener *next; /* of the lws context */
	struct lws_vhost *vhost;
	struct acme_hello_filter *hello_filter; /* NULL: none is needed */
	bool looked_at, has_tls;
	bool told_unfiltered; /* in the log; it is looked at again */
	bool is_unmanaged;    /* it does not have the protocol */
};

/* Those of one lws context. */
struct acme_listeners {
	struct acme_listener *first; /* in the order of lws's own list */
	struct acme_listener
		*found_last;  /* of those that lws told of; or NULL */
	bool knows_unmanaged; /* lws was asked for them */
	struct acme_hello_filters hello_filters;
};

void acme_listeners_init(struct acme_listeners *listeners,
			 struct acme_lws_context *lws,
			 struct acme_server_tls_challenges *challenges);

/* ${listener} lives until it is removed.  It is the last one. */
void acme_listeners_add(struct acme_listeners *listeners,
			struct acme_listener *listener,
			struct lws_vhost *vhost);

/* Without a word to its hello filter (listeners.h). */
void acme_listeners_unlink(struct acme_listeners *listeners,
			   const struct acme_listener *listener);

/* The one of ${vhost}, or NULL. */
struct acme_listener *acme_listeners_find(struct acme_listeners *listeners,
					  const struct lws_vhost *vhost);

/* Put ${listener} behind another one; NULL: in front. */
void acme_listeners_put_behind(struct acme_listeners *listeners,
			       struct acme_listener *listener,
			       struct acme_listener *other);

/* Does it listen without TLS, and have the protocol?  It was looked at. */
bool acme_listener_is_plain(const struct acme_listener *listener);

#endif
