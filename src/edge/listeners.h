/* SPDX-License-Identifier: MIT */
/*
 * The vhosts that have the protocol, with or without options.  Those with TLS
 * are guarded, those without are where http-01 can be answered.
 */
#ifndef ACME_EDGE_LISTENERS_H
#define ACME_EDGE_LISTENERS_H

#include "edge/server_tls.h"

struct acme_edge;

struct acme_listener {
	struct acme_listener *next; /* of the edge */
	struct lws_vhost *vhost;
	struct acme_server_tls_guard *guard; /* NULL: it has no TLS */
	bool looked_at;
};

/* ${listener} lives until it is removed. */
void acme_listeners_add(struct acme_edge *edge, struct acme_listener *listener,
			struct lws_vhost *vhost);

void acme_listeners_remove(struct acme_edge *edge,
			   struct acme_listener *listener);

/* Guard those that came since. */
void acme_listeners_look(struct acme_edge *edge);

/* LWS_CALLBACK_VHOST_CERT_UPDATE for all protocols of ${vhost}, and of the
 * others that serve the same certificate. */
void acme_listeners_tell(struct acme_edge *edge, struct lws_vhost *vhost,
			 char *json, enum lws_cert_update_state state);

/* Does any listen without TLS? */
bool acme_listeners_have_plain(struct acme_edge *edge);

#endif
