/* SPDX-License-Identifier: MIT */
/*
 * lws tells the first of a vhost's protocols of each connection that it
 * accepts, before it does anything with it, and is told there what to do.  That
 * protocol is the program's, or lwsws's: its callback is replaced in the
 * vhost's own copy of the list, and called for all that it is told of.
 */
#include "edge/callers.h"
#include "edge/edge.h"
#include "edge/server_tls_mbedtls.h"

#include <stdlib.h>

#define FIRST_OF_LWSWS "http-only"

struct acme_server_tls_guard {
	struct acme_server_tls_guard *next; /* in this process */
	struct lws_vhost *vhost;
	struct lws_protocols *protocol; /* the vhost's first */
	lws_callback_function *before;
	struct acme_callers callers;
};

/* Contexts may have threads of their own. */
static struct acme_server_tls_guard *guards;
static pthread_mutex_t guards_lock = PTHREAD_MUTEX_INITIALIZER;

/* Where lws calls about a connection of another vhost on this port, it does so
 * by way of this protocol. */
static struct acme_server_tls_guard *
guard_of(struct lws *wsi)
{
	const struct lws_protocols *protocol = lws_get_protocol(wsi);
	const struct lws_vhost *vhost = lws_get_vhost(wsi);
	struct acme_server_tls_guard *guard, *found = NULL;

	pthread_mutex_lock(&guards_lock);
	for (guard = guards; guard; guard = guard->next)
		if (guard->vhost == vhost ||
		    (!found && guard->protocol == protocol))
			found = guard;
	pthread_mutex_unlock(&guards_lock);
	return found;
}

static int
hook(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
     size_t len)
{
	struct acme_server_tls_guard *guard = guard_of(wsi);
	int rc;

	if (!guard)
		return lws_callback_http_dummy(wsi, reason, user, in, len);
	rc = guard->before(wsi, reason, user, in, len);
	if (rc || reason != LWS_CALLBACK_FILTER_NETWORK_CONNECTION)
		return rc;
	return !acme_callers_come(&guard->callers, (int)(intptr_t)in);
}

/*
 * The vhost's own list is of its first protocol, or of the one that its options
 * make the default; where that is another, lwsws's has a name to go by.
 */
static enum acme_err
find_protocol(struct acme_server_tls_guard *guard, struct acme_fault *fault)
{
	const struct lws_protocols *first, *of_lwsws;

	first = acme_server_tls_protocol(guard->vhost);
	if (!first)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "vhost \"%s\" has no TLS",
				      lws_get_vhost_name(guard->vhost));
	of_lwsws = lws_vhost_name_to_protocol(guard->vhost, FIRST_OF_LWSWS);
	guard->protocol =
		(struct lws_protocols *)(uintptr_t)(of_lwsws ? of_lwsws
							     : first);
	return ACME_OK;
}

static void
guard_free(struct acme_server_tls_guard *guard)
{
	acme_callers_clear(&guard->callers);
	free(guard);
}

static void
link_guard(struct acme_server_tls_guard *guard)
{
	pthread_mutex_lock(&guards_lock);
	guard->next = guards;
	guards = guard;
	pthread_mutex_unlock(&guards_lock);
	guard->before = guard->protocol->callback;
	guard->protocol->callback = hook;
}

enum acme_err
acme_server_tls_guard_new(struct acme_edge *edge, struct lws_vhost *vhost,
			  struct acme_server_tls_challenges *challenges,
			  struct acme_server_tls_guard **guard,
			  struct acme_fault *fault)
{
	struct acme_server_tls_guard *made = calloc(1, sizeof(*made));
	enum acme_err err;

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
	made->vhost = vhost;
	err = acme_callers_init(&made->callers, edge, vhost, challenges);
	if (err)
		acme_fault_set(fault, err, "no memory");
	else
		err = find_protocol(made, fault);
	if (err) {
		guard_free(made);
		return err;
	}
	link_guard(made);
	*guard = made;
	return ACME_OK;
}

void
acme_server_tls_guard_free(struct acme_server_tls_guard *guard)
{
	struct acme_server_tls_guard **link = &guards;

	if (!guard)
		return;
	guard->protocol->callback = guard->before;
	pthread_mutex_lock(&guards_lock);
	while (*link != guard)
		link = &(*link)->next;
	*link = guard->next;
	pthread_mutex_unlock(&guards_lock);
	guard_free(guard);
}
