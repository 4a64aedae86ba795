/* SPDX-License-Identifier: MIT */
/*
 * lws tells of an unmanaged vhost when it is asked, and a hook tells of its
 * end.
 */
#include "lws/vhosts/unmanaged_vhosts.h"

#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

struct acme_unmanaged_vhost {
	struct acme_listener listener; /* first */
	struct acme_listeners *listeners;
	struct acme_vhost_hook_entry entry;
};

static void
on_destroy(struct acme_vhost_hook_entry *entry)
{
	struct acme_unmanaged_vhost *unmanaged =
		lws_container_of(entry, struct acme_unmanaged_vhost, entry);

	acme_listeners_remove(unmanaged->listeners, &unmanaged->listener);
	free(unmanaged);
}

static struct acme_listener *
meet(struct acme_listeners *listeners, struct lws_vhost *vhost)
{
	struct acme_unmanaged_vhost *unmanaged = calloc(1, sizeof(*unmanaged));
	const struct lws_protocols *protocol;
	bool has_tls;

	if (!unmanaged)
		return NULL;
	unmanaged->listeners = listeners;
	unmanaged->entry.on_destroy = on_destroy;
	protocol = acme_vhost_hook_protocol(vhost, &has_tls);
	if (!protocol ||
	    acme_vhost_hook_add(vhost, protocol, &unmanaged->entry)) {
		free(unmanaged);
		return NULL;
	}
	acme_listeners_add(listeners, &unmanaged->listener, vhost);
	unmanaged->listener.is_unmanaged = true;
	unmanaged->listener.has_tls = has_tls;
	/* lws tells of all in the order of its list, and goes by that. */
	acme_listeners_put_behind(listeners, &unmanaged->listener,
				  listeners->found_last);
	return &unmanaged->listener;
}

/*
 * Those that do not listen are asked by nobody.  A handle is good now, and as
 * long as a hook tells of the vhost's end.
 */
void
acme_unmanaged_vhosts_found(struct acme_listeners *listeners,
			    struct lws_vhost *vhost)
{
	struct acme_listener *listener = acme_listeners_find(listeners, vhost);

	if (!listener && lws_get_vhost_listen_port(vhost) > 0)
		listener = meet(listeners, vhost);
	if (!listener)
		return;
	listeners->found_last = listener;
	acme_listeners_look(listeners);
}

void
acme_unmanaged_vhosts_forget(struct acme_listeners *listeners)
{
	struct acme_listener *listener, *next;

	for (listener = listeners->first; listener; listener = next) {
		next = listener->next;
		if (!listener->is_unmanaged)
			continue;
		acme_vhost_hook_remove(
			&((struct acme_unmanaged_vhost *)listener)->entry);
		acme_listeners_remove(listeners, listener);
		free(listener);
	}
}
