/* SPDX-License-Identifier: MIT */
/* A foreign vhost is met when lws tells of it, and its end is heard by a hook. */
#include "lws/vhosts/foreign_vhosts.h"

#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

struct acme_foreign_vhost {
	struct acme_listener listener; /* first */
	struct acme_listeners *listeners;
	struct acme_vhost_hook_entry entry;
};

static void
on_destroy(struct acme_vhost_hook_entry *entry)
{
	struct acme_foreign_vhost *foreign =
		lws_container_of(entry, struct acme_foreign_vhost, entry);

	acme_listeners_remove(foreign->listeners, &foreign->listener);
	free(foreign);
}

static struct acme_listener *
meet(struct acme_listeners *listeners, struct lws_vhost *vhost)
{
	struct acme_foreign_vhost *foreign = calloc(1, sizeof(*foreign));
	const struct lws_protocols *protocol;
	bool has_tls;

	if (!foreign)
		return NULL;
	foreign->listeners = listeners;
	foreign->entry.on_destroy = on_destroy;
	protocol = acme_vhost_hook_protocol(vhost, &has_tls);
	if (!protocol ||
	    acme_vhost_hook_add(vhost, protocol, &foreign->entry)) {
		free(foreign);
		return NULL;
	}
	acme_listeners_add(listeners, &foreign->listener, vhost);
	foreign->listener.is_foreign = true;
	foreign->listener.has_tls = has_tls;
	/* lws tells of all in the order of its list, and goes by that. */
	acme_listeners_put_behind(listeners, &foreign->listener,
				  listeners->told_last);
	return &foreign->listener;
}

/*
 * Those that do not listen are nobody's to visit.  A handle is good now, and as
 * long as the vhost's end can be heard.
 */
void
acme_foreign_vhosts_told(struct acme_listeners *listeners,
			 struct lws_vhost *vhost)
{
	struct acme_listener *listener = acme_listeners_find(listeners, vhost);

	if (!listener && lws_get_vhost_listen_port(vhost) > 0)
		listener = meet(listeners, vhost);
	if (!listener)
		return;
	listeners->told_last = listener;
	acme_listeners_look(listeners);
}

void
acme_foreign_vhosts_forget(struct acme_listeners *listeners)
{
	struct acme_listener *listener, *next;

	for (listener = listeners->first; listener; listener = next) {
		next = listener->next;
		if (!listener->is_foreign)
			continue;
		acme_vhost_hook_remove(
			&((struct acme_foreign_vhost *)listener)->entry);
		acme_listeners_remove(listeners, listener);
		free(listener);
	}
}
