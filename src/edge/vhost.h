/* SPDX-License-Identifier: MIT */
/* A vhost that is to have a certificate: its options, and its port. */
#ifndef ACME_EDGE_VHOST_H
#define ACME_EDGE_VHOST_H

#include "edge/edge.h"

struct acme_vhost;

/* It starts in the loop; NULL: the log says why not. */
struct acme_vhost *
acme_vhost_new(struct acme_edge *edge, struct lws_vhost *vhost,
	       const struct lws_protocol_vhost_options *options);

/* Ends all that it does; NULL is allowed. */
void acme_vhost_free(struct acme_vhost *vhost);

#endif
