/* SPDX-License-Identifier: MIT */
/*
 * This has lws tell of all its vhosts: it makes one with TLS, which goes at
 * once.
 */
#include "lws/vhosts/vhost_discovery.h"
#include "lws/loop/lws_context.h"

/* Before this lws takes no clock for right, and does not tell of all. */
#define CLOCK_IS_RIGHT_S 1542933698u

/* Some seconds after the start, as it says; nothing of it is tried here. */
#define TELLS_BY_ITSELF 5000000

#define PROTOCOL_NAME "lws-acme-client-asks"

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
	if (listeners->knows_unmanaged || !listener ||
	    LWS_LIBRARY_VERSION_NUMBER >= TELLS_BY_ITSELF ||
	    lws_now_secs() < CLOCK_IS_RIGHT_S)
		return;
	listeners->knows_unmanaged = true;
	make_one_with_tls(listeners->hello_filters.lws->context);
}
