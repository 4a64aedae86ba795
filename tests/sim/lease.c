/* SPDX-License-Identifier: MIT */
/* Vhosts of several processes with the same files: which of them has the
 * lease. */
#include "world_private.h"

static void
offer(struct world_vhost *vhost)
{
	struct world_vhost *files = vhost->files;

	if (files->holder != vhost || !files->next)
		return;
	files->holder = NULL;
	vhost->is_past = true;
}

bool
world_lease_take(struct world_vhost *vhost, bool *newly)
{
	struct world_vhost *files = vhost->files;
	bool was_ours = files->holder == vhost;

	offer(vhost);
	if (!files->next && !vhost->is_past)
		files->next = vhost;
	if (!was_ours && !files->holder &&
	    (files->next == vhost || !files->next)) {
		files->holder = vhost;
		files->next = NULL;
	}
	if (files->holder == vhost && files->next == vhost)
		files->next = NULL;
	*newly = files->holder == vhost && !was_ours;
	return files->holder == vhost;
}

void
world_vhost_end(struct world_vhost *vhost)
{
	struct world_vhost *files = vhost->files;

	if (files->holder == vhost)
		files->holder = NULL;
	if (files->next == vhost)
		files->next = NULL;
	vhost->is_past = false;
}

static void
ask_lease(struct acme_port *port, const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_LEASE, NULL, ACME_SPAN(""), NULL,
		  NULL, requester);
}

static void
offer_lease(struct acme_port *port)
{
	offer(world_vhost_of(port));
}

void
world_lease_init(struct acme_port *port)
{
	port->ask_lease = ask_lease;
	port->offer_lease = offer_lease;
}
