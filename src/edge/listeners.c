/* SPDX-License-Identifier: MIT */
/*
 * The port's number tells nothing: 80 of the world may be any port here, for
 * a container or a router forwards it.
 */
#include "edge/listeners.h"
#include "base/log.h"
#include "edge/edge.h"

void
acme_listeners_add(struct acme_edge *edge, struct acme_listener *listener,
		   struct lws_vhost *vhost)
{
	*listener = (struct acme_listener){ .next = edge->listeners,
					    .vhost = vhost };
	edge->listeners = listener;
}

void
acme_listeners_remove(struct acme_edge *edge, struct acme_listener *listener)
{
	struct acme_listener **link = &edge->listeners;

	while (*link != listener)
		link = &(*link)->next;
	*link = listener->next;
	acme_server_tls_guard_free(listener->guard);
	listener->guard = NULL;
}

static bool
listens(const struct acme_listener *listener)
{
	return lws_get_vhost_listen_port(listener->vhost) > 0;
}

static void
look(struct acme_edge *edge, struct acme_listener *listener)
{
	struct acme_fault fault;
	enum acme_err err;

	listener->looked_at = true;
	if (!listens(listener))
		return;
	err = acme_server_tls_guard_new(edge, listener->vhost,
					&edge->tls_answers.challenges,
					&listener->guard, &fault);
	if (err && err != ACME_ERR_INVALID)
		acme_log(ACME_LOG_ERR,
			 "vhost \"%s\" can't answer challenges by TLS: %s",
			 lws_get_vhost_name(listener->vhost), fault.text);
}

void
acme_listeners_look(struct acme_edge *edge)
{
	struct acme_listener *listener;

	for (listener = edge->listeners; listener; listener = listener->next)
		if (!listener->looked_at)
			look(edge, listener);
}

bool
acme_listeners_have_plain(struct acme_edge *edge)
{
	const struct acme_listener *listener;

	acme_listeners_look(edge);
	for (listener = edge->listeners; listener; listener = listener->next)
		if (!listener->guard && listens(listener))
			return true;
	return false;
}
