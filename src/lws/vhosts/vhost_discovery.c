/* SPDX-License-Identifier: MIT */
#include "lws/vhosts/vhost_discovery.h"
#include "lws/loop/context.h"
#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

/* Before this lws takes no clock for right, and does not tell of all. */
#define CLOCK_IS_RIGHT_S 1542933698u

/* Some seconds after the start, as it says; nothing of it is tried here. */
#define TELLS_BY_ITSELF 5000000

#define PROTOCOL_NAME "lws-acme-client-asks"

struct acme_stranger {
	struct acme_listener listener; /* first */
	struct acme_edge *edge;
	struct acme_ear ear;
};

static void
ended(struct acme_ear *ear)
{
	struct acme_stranger *stranger =
		lws_container_of(ear, struct acme_stranger, ear);

	acme_listeners_remove(stranger->edge, &stranger->listener);
	free(stranger);
}

static struct acme_listener *
meet(struct acme_edge *edge, struct lws_vhost *vhost)
{
	struct acme_stranger *stranger = calloc(1, sizeof(*stranger));
	const struct lws_protocols *protocol;
	bool has_tls;

	if (!stranger)
		return NULL;
	stranger->edge = edge;
	stranger->ear.ended = ended;
	protocol = acme_hook_protocol(vhost, &has_tls);
	if (!protocol || acme_hook_add(vhost, protocol, &stranger->ear)) {
		free(stranger);
		return NULL;
	}
	acme_listeners_add(edge, &stranger->listener, vhost);
	stranger->listener.is_stranger = true;
	stranger->listener.has_tls = has_tls;
	/* lws tells of all in the order of its list, and goes by that. */
	acme_listeners_put_behind(edge, &stranger->listener, edge->told_last);
	return &stranger->listener;
}

/*
 * Those that do not listen are nobody's to visit.  A handle is good now, and as
 * long as the vhost's end can be heard.
 */
void
acme_strangers_told(struct acme_edge *edge, struct lws_vhost *vhost)
{
	struct acme_listener *listener = acme_listeners_find(edge, vhost);

	if (!listener && lws_get_vhost_listen_port(vhost) > 0)
		listener = meet(edge, vhost);
	if (!listener)
		return;
	edge->told_last = listener;
	acme_listeners_look(edge);
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
acme_strangers_ask(struct acme_edge *edge)
{
	const struct acme_listener *listener = edge->listeners;

	while (listener && !listener->has_tls)
		listener = listener->next;
	if (edge->knows_strangers || !listener ||
	    LWS_LIBRARY_VERSION_NUMBER >= TELLS_BY_ITSELF ||
	    lws_now_secs() < CLOCK_IS_RIGHT_S)
		return;
	edge->knows_strangers = true;
	make_one_with_tls(edge->context);
}

void
acme_strangers_forget(struct acme_edge *edge)
{
	struct acme_listener *listener, *next;

	for (listener = edge->listeners; listener; listener = next) {
		next = listener->next;
		if (!listener->is_stranger)
			continue;
		acme_hook_remove(&((struct acme_stranger *)listener)->ear);
		acme_listeners_remove(edge, listener);
		free(listener);
	}
}
