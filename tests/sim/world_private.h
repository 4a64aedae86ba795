/* SPDX-License-Identifier: MIT */
/* What the files of the world tell one another. */
#ifndef SIM_WORLD_PRIVATE_H
#define SIM_WORLD_PRIVATE_H

#include "world.h"

/* What the plan says of the request that is asked now. */
struct world_plan world_planned(struct world_vhost *vhost,
				enum world_request request);

/* Whose port it is. */
struct world_vhost *world_vhost_of(struct acme_port *port);

/* The functions of the port. */
void world_streams_init(struct acme_port *port);
void world_requests_init(struct acme_port *port);
void world_records_init(struct acme_port *port);
void world_publish_init(struct acme_port *port);
void world_lease_init(struct acme_port *port);
void world_worker_init(struct acme_port *port);

/* The answer to WORLD_LEASE; false: another one has it. */
bool world_lease_take(struct world_vhost *vhost, bool *newly);

/* Put a request on the agenda; what is not needed for it is NULL. */
void world_ask(struct world_vhost *vhost, enum world_request what,
	       const char *tag, struct acme_span text,
	       const struct acme_secret *key, const void *owner,
	       const struct sm_requester *requester);

/* Set ${buf} to ${span}. */
void world_copy(struct acme_buf *buf, struct acme_span span);

#endif
