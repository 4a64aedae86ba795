/* SPDX-License-Identifier: MIT */
/*
 * lws is asked for all of its vhosts once, and from then on it tells of each
 * new one by itself; the end of a foreign vhost is heard by a hook.
 */
#include "lws/vhosts/vhost_discovery.h"
#include "lws/loop/context.h"
#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

/* Before this lws takes no clock for right, and does not tell of all. */
#define CLOCK_IS_RIGHT_S 1542933698u

/* Some seconds after the start, as it says; nothing of it is tried here. */
#define TELLS_BY_ITSELF 5000000

#define PROTOCOL_NAME "lws-acme-client-asks"

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
acme_vhost_discovery_told(struct acme_listeners *listeners,
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

static int
nothing(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
	size_t len)
{
	(void)wsi;
	(void)reason;
	(void)user;
	(void)in;
	(void)len;
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ .name = PROTOCOL_NAME, .callback = nothing },
	{ .name = NULL },
};

/* A list that is not empty: none at all would enable every plugin. */
static const struct lws_protocol_vhost_options only_ours = {
	.name = PROTOCOL_NAME,
	.value = "",
};

static void
make_one_with_tls(struct lws_context *context)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;

	memset(&info, 0, sizeof(info));
	info.vhost_name = PROTOCOL_NAME;
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
	info.protocols = protocols;
	info.pvo = &only_ours;
	vhost = lws_create_vhost(context, &info);
	if (vhost)
		lws_vhost_destroy(vhost);
}

void
acme_vhost_discovery_ask(struct acme_listeners *listeners)
{
	const struct acme_listener *listener = listeners->first;

	while (listener && !listener->has_tls)
		listener = listener->next;
	if (listeners->knows_foreign || !listener ||
	    LWS_LIBRARY_VERSION_NUMBER >= TELLS_BY_ITSELF ||
	    lws_now_secs() < CLOCK_IS_RIGHT_S)
		return;
	listeners->knows_foreign = true;
	make_one_with_tls(listeners->guards.lws->context);
}

void
acme_vhost_discovery_forget(struct acme_listeners *listeners)
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
