/* SPDX-License-Identifier: MIT */
/* A vhost that is to have a certificate: its options, and its port. */
#ifndef ACME_LWS_PLUGIN_VHOST_H
#define ACME_LWS_PLUGIN_VHOST_H

#include "lws/plugin/shared.h"

struct acme_vhost;

/* It starts in the loop's next turn; NULL: the log says why not. */
struct acme_vhost *
acme_vhost_new(struct acme_shared *shared, struct lws_vhost *vhost,
	       const struct lws_protocol_vhost_options *options);

/* Those of ${shared} that have not started;
 * all vhosts of the start are there. */
void acme_vhosts_start(struct acme_shared *shared);

/* Ends all that it does; NULL is allowed. */
void acme_vhost_free(struct acme_vhost *vhost);

#endif
