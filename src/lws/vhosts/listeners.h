/* SPDX-License-Identifier: MIT */
/*
 * The vhosts that have the protocol, with or without options, and those that
 * lws tells of (lws/vhosts/vhost_discovery.h).  Those with TLS are guarded; those without
 * are where http-01 can be answered, if they have the protocol.
 */
#ifndef ACME_LWS_VHOSTS_LISTENERS_H
#define ACME_LWS_VHOSTS_LISTENERS_H

#include "lws/serve/server_tls.h"

struct acme_listener {
	struct acme_listener *next; /* of the lws context */
	struct lws_vhost *vhost;
	struct acme_server_tls_guard *guard; /* NULL: none is needed */
	bool looked_at, has_tls;
	bool is_foreign; /* it does not have the protocol */
};

/* Those of one lws context. */
struct acme_listeners {
	struct acme_listener *first; /* in the order of lws's own list */
	struct acme_listener
		*told_last; /* of those that lws told of; or NULL */
	bool knows_foreign; /* lws was asked for them */
	struct acme_server_tls_guards guards;
};

void acme_listeners_init(struct acme_listeners *listeners,
			 struct acme_lws_context *lws,
			 struct acme_server_tls_challenges *challenges);

/* ${listener} lives until it is removed.  It is the last one. */
void acme_listeners_add(struct acme_listeners *listeners,
			struct acme_listener *listener,
			struct lws_vhost *vhost);

void acme_listeners_remove(struct acme_listeners *listeners,
			   struct acme_listener *listener);

/* The one of ${vhost}, or NULL. */
struct acme_listener *acme_listeners_find(struct acme_listeners *listeners,
					  const struct lws_vhost *vhost);

/* Put ${listener} behind another one; NULL: in front. */
void acme_listeners_put_behind(struct acme_listeners *listeners,
			       struct acme_listener *listener,
			       struct acme_listener *other);

/* Guard those that came since, and the foreign vhosts whose port they share. */
void acme_listeners_look(struct acme_listeners *listeners);

/* LWS_CALLBACK_VHOST_CERT_UPDATE for all protocols of ${vhost}, and of the
 * others that serve the same certificate, foreign vhosts too. */
void acme_listeners_tell(struct acme_listeners *listeners,
			 struct lws_vhost *vhost, char *json,
			 enum lws_cert_update_state state);

/* Does it listen without TLS, and have the protocol?  It was looked at. */
bool acme_listener_is_plain(const struct acme_listener *listener);

/* Does any? */
bool acme_listeners_have_plain(struct acme_listeners *listeners);

#endif
