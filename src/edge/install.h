/* SPDX-License-Identifier: MIT */
/* A key and a chain, parsed in the worker, go into the running server. */
#ifndef ACME_EDGE_INSTALL_H
#define ACME_EDGE_INSTALL_H

#include "edge/edge.h"

/* The answer has no payload.  ${chain} and ${key} are copied. */
void acme_install(struct acme_edge *edge, struct lws_vhost *vhost,
		  struct acme_span chain, const struct acme_secret *key,
		  const struct acme_asker *asker);

#endif
