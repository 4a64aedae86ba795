/* SPDX-License-Identifier: MIT */
/*
 * This puts a callback in front of the first protocol's of a vhost.  A hook
 * stays for as long as its vhost: nobody but lws knows whether that is there
 * still, when all who listened are gone.
 */
#include "lws/vhosts/vhost_hook.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_OF_LWSWS "http-only"

struct acme_vhost_hook {
	struct acme_vhost_hook *next; /* in this process */
	struct lws_vhost *vhost;
	struct lws_protocols *protocol; /* the vhost's first */
	lws_callback_function *before;
	struct acme_vhost_hook_entry *entries;
};

/* Contexts may have threads of their own. */
static struct acme_vhost_hook *hooks;
static pthread_mutex_t hooks_lock = PTHREAD_MUTEX_INITIALIZER;

/* Where lws calls about a connection of another vhost on this port, it does so
 * by way of this protocol. */
static struct acme_vhost_hook *
hook_of(struct lws *wsi)
{
	const struct lws_protocols *protocol = lws_get_protocol(wsi);
	const struct lws_vhost *vhost = lws_get_vhost(wsi);
	struct acme_vhost_hook *hook, *found = NULL;

	pthread_mutex_lock(&hooks_lock);
	for (hook = hooks; hook; hook = hook->next)
		if (hook->vhost == vhost ||
		    (!found && hook->protocol == protocol))
			found = hook;
	pthread_mutex_unlock(&hooks_lock);
	return found;
}

static void
unlink_hook(struct acme_vhost_hook *hook)
{
	struct acme_vhost_hook **link = &hooks;

	pthread_mutex_lock(&hooks_lock);
	while (*link != hook)
		link = &(*link)->next;
	*link = hook->next;
	pthread_mutex_unlock(&hooks_lock);
}

/* Who is told of the end may remove others, too. */
static void
end(struct acme_vhost_hook *hook)
{
	struct acme_vhost_hook_entry *entry;

	while ((entry = hook->entries)) {
		hook->entries = entry->next;
		entry->hook = NULL;
		if (entry->on_destroy)
			entry->on_destroy(entry);
	}
	hook->protocol->callback = hook->before;
	unlink_hook(hook);
	free(hook);
}

static int
ask_entries(const struct acme_vhost_hook *hook, int fd)
{
	struct acme_vhost_hook_entry *entry;

	for (entry = hook->entries; entry; entry = entry->next)
		if (entry->on_accept && !entry->on_accept(entry, fd))
			return 1;
	return 0;
}

static int
hook_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	      void *in, size_t len)
{
	struct acme_vhost_hook *hook = hook_of(wsi);
	int rc;

	if (!hook)
		return lws_callback_http_dummy(wsi, reason, user, in, len);
	rc = hook->before(wsi, reason, user, in, len);
	if (reason == LWS_CALLBACK_PROTOCOL_DESTROY)
		end(hook);
	else if (!rc && reason == LWS_CALLBACK_FILTER_NETWORK_CONNECTION)
		rc = ask_entries(hook, (int)(intptr_t)in);
	return rc;
}

/* On a connection that comes and goes. */
static const struct lws_protocols *
protocol_of_connection(struct lws_vhost *vhost, bool *has_tls)
{
	const struct lws_protocols *protocol = NULL;
	struct lws *wsi;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return NULL;
	wsi = lws_adopt_socket_vhost(vhost, ends[0]);
	if (wsi) {
		*has_tls = lws_is_ssl(wsi);
		protocol = lws_get_protocol(wsi);
		lws_set_timeout(wsi, PENDING_TIMEOUT_SSL_ACCEPT,
				LWS_TO_KILL_ASYNC);
	}
	close(ends[1]);
	return protocol;
}

/*
 * A new connection's is the vhost's first, or the one that its options make
 * the default; where that is another, lwsws's has a name to go by.
 */
const struct lws_protocols *
acme_vhost_hook_protocol(struct lws_vhost *vhost, bool *has_tls)
{
	const struct lws_protocols *first, *of_lwsws;

	*has_tls = false;
	first = protocol_of_connection(vhost, has_tls);
	of_lwsws = lws_vhost_name_to_protocol(vhost, FIRST_OF_LWSWS);
	return first && of_lwsws ? of_lwsws : first;
}

static struct acme_vhost_hook *
find_hook(const struct lws_protocols *protocol)
{
	struct acme_vhost_hook *hook;

	pthread_mutex_lock(&hooks_lock);
	hook = hooks;
	while (hook && hook->protocol != protocol)
		hook = hook->next;
	pthread_mutex_unlock(&hooks_lock);
	return hook;
}

static struct acme_vhost_hook *
hook_new(struct lws_vhost *vhost, const struct lws_protocols *protocol)
{
	struct acme_vhost_hook *hook = calloc(1, sizeof(*hook));

	if (!hook)
		return NULL;
	hook->vhost = vhost;
	hook->protocol = (struct lws_protocols *)(uintptr_t)protocol;
	hook->before = protocol->callback;
	pthread_mutex_lock(&hooks_lock);
	hook->next = hooks;
	hooks = hook;
	pthread_mutex_unlock(&hooks_lock);
	hook->protocol->callback = hook_callback;
	return hook;
}

enum acme_err
acme_vhost_hook_add(struct lws_vhost *vhost,
		    const struct lws_protocols *protocol,
		    struct acme_vhost_hook_entry *entry)
{
	struct acme_vhost_hook *hook = find_hook(protocol);

	if (!hook)
		hook = hook_new(vhost, protocol);
	if (!hook)
		return ACME_ERR_MEMORY;
	entry->hook = hook;
	entry->next = hook->entries;
	hook->entries = entry;
	return ACME_OK;
}

void
acme_vhost_hook_remove(struct acme_vhost_hook_entry *entry)
{
	struct acme_vhost_hook_entry **link;

	if (!entry->hook)
		return;
	link = &entry->hook->entries;
	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	entry->hook = NULL;
}
