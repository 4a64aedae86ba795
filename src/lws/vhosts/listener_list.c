/* SPDX-License-Identifier: MIT */
/*
 * This is the list of an lws context's vhosts, in lws's own order.  A port's
 * number tells nothing: 80 of the world may be any port here, for a container
 * or a router forwards it.
 */
#include "lws/vhosts/listener_list.h"

void
acme_listeners_init(struct acme_listeners *listeners,
		    struct acme_lws_context *lws,
		    struct acme_server_tls_challenges *challenges)
{
	*listeners = (struct acme_listeners){
		.hello_filters = { .lws = lws,
				   .listeners = listeners,
				   .challenges = challenges },
	};
}

void
acme_listeners_add(struct acme_listeners *listeners,
		   struct acme_listener *listener, struct lws_vhost *vhost)
{
	struct acme_listener **link = &listeners->first;

	*listener = (struct acme_listener){ .vhost = vhost };
	while (*link)
		link = &(*link)->next;
	*link = listener;
}

static struct acme_listener **
link_of(struct acme_listeners *listeners, const struct acme_listener *listener)
{
	struct acme_listener **link = &listeners->first;

	while (*link != listener)
		link = &(*link)->next;
	return link;
}

void
acme_listeners_put_behind(struct acme_listeners *listeners,
			  struct acme_listener *listener,
			  struct acme_listener *other)
{
	struct acme_listener **link = link_of(listeners, listener);

	*link = listener->next;
	link = other ? &other->next : &listeners->first;
	listener->next = *link;
	*link = listener;
}

void
acme_listeners_unlink(struct acme_listeners *listeners,
		      const struct acme_listener *listener)
{
	struct acme_listener **link = link_of(listeners, listener);

	*link = listener->next;
	if (listeners->found_last == listener)
		listeners->found_last =
			link == &listeners->first
				? NULL
				: lws_container_of(link, struct acme_listener,
						   next);
}

struct acme_listener *
acme_listeners_find(struct acme_listeners *listeners,
		    const struct lws_vhost *vhost)
{
	struct acme_listener *listener = listeners->first;

	while (listener && listener->vhost != vhost)
		listener = listener->next;
	return listener;
}

static bool
listens(const struct acme_listener *listener)
{
	return lws_get_vhost_listen_port(listener->vhost) > 0;
}

bool
acme_listener_is_plain(const struct acme_listener *listener)
{
	return !listener->is_unmanaged && !listener->has_tls &&
	       listens(listener);
}
