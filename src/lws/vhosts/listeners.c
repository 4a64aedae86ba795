/* SPDX-License-Identifier: MIT */
/*
 * This puts a hello filter in front of the vhosts with TLS on our ports when it
 * looks at them, and tells all that serve a certificate of its update.
 */
#include "lws/vhosts/listeners.h"
#include "base/log.h"
#include "lws/loop/lws_context.h"
#include "lws/serve/hello_filter.h"

void
acme_listeners_remove(struct acme_listeners *listeners,
		      struct acme_listener *listener)
{
	acme_listeners_unlink(listeners, listener);
	acme_hello_filter_free(listener->hello_filter);
	listener->hello_filter = NULL;
}

/* The system may do better at the next look. */
static void
log_unfiltered(struct acme_listener *listener, const struct acme_fault *fault)
{
	if (listener->told_unfiltered)
		return;
	listener->told_unfiltered = true;
	acme_log(ACME_LOG_ERR,
		 "vhost \"%s\" can't respond to challenges by TLS: %s",
		 lws_get_vhost_name(listener->vhost), fault->text);
}

static void
filter_hellos(struct acme_listeners *listeners, struct acme_listener *listener)
{
	struct acme_lws_context *lws = listeners->hello_filters.lws;
	struct acme_fault fault;
	enum acme_err err;

	err = acme_hello_filter_new(&listeners->hello_filters, listener->vhost,
				    &listener->hello_filter, &fault);
	listener->looked_at = !err || err == ACME_ERR_INVALID;
	listener->has_tls = err != ACME_ERR_INVALID;
	if (!listener->looked_at)
		log_unfiltered(listener, &fault);
	/* Who says little at first waits at the client vhost (preread.h),
	 * also where no certificate has the loop run. */
	if (!err)
		lws->host.wake(lws, 0);
}

/* Ports that are none of ours are left alone. */
static bool
is_on_our_port(struct acme_listeners *listeners,
	       const struct acme_listener *unmanaged)
{
	int port = lws_get_vhost_listen_port(unmanaged->vhost);
	const struct acme_listener *ours;

	for (ours = listeners->first; ours; ours = ours->next)
		if (!ours->is_unmanaged && ours->has_tls &&
		    lws_get_vhost_listen_port(ours->vhost) == port)
			return true;
	return false;
}

static void
look(struct acme_listeners *listeners, struct acme_listener *listener)
{
	if (listener->is_unmanaged &&
	    !(listener->has_tls && is_on_our_port(listeners, listener)))
		return;
	if (lws_get_vhost_listen_port(listener->vhost) > 0)
		filter_hellos(listeners, listener);
	else
		listener->looked_at = true;
}

void
acme_listeners_look(struct acme_listeners *listeners)
{
	struct acme_listener *listener;

	for (listener = listeners->first; listener; listener = listener->next)
		if (!listener->looked_at)
			look(listeners, listener);
}

bool
acme_listeners_have_plain(struct acme_listeners *listeners)
{
	const struct acme_listener *listener;

	acme_listeners_look(listeners);
	for (listener = listeners->first; listener; listener = listener->next)
		if (acme_listener_is_plain(listener))
			return true;
	return false;
}

union public_key {
	union lws_tls_cert_info_results info; /* its last member is longer */
	unsigned char bytes[sizeof(union lws_tls_cert_info_results) + 1024];
};

static bool
read_key(struct lws_vhost *vhost, union public_key *key)
{
	memset(key, 0, sizeof(*key));
	return !lws_tls_vhost_cert_info(
		vhost, LWS_TLS_CERT_INFO_OPAQUE_PUBLIC_KEY, &key->info,
		sizeof(key->bytes) -
			offsetof(union lws_tls_cert_info_results, ns.name));
}

/* As lws loaded it for both from the same paths. */
static bool
serve_the_same(struct lws_vhost *a, struct lws_vhost *b)
{
	union public_key of_a, of_b;

	return read_key(a, &of_a) && read_key(b, &of_b) &&
	       !memcmp(of_a.bytes, of_b.bytes, sizeof(of_a.bytes));
}

static void
tell(struct lws_vhost *vhost, char *json, enum lws_cert_update_state state)
{
	lws_callback_vhost_protocols_vhost(
		vhost, LWS_CALLBACK_VHOST_CERT_UPDATE, json, (size_t)state);
}

void
acme_listeners_tell(struct acme_listeners *listeners, struct lws_vhost *vhost,
		    char *json, enum lws_cert_update_state state)
{
	struct acme_listener *listener;

	tell(vhost, json, state);
	/* Without TLS there is nothing to ask lws for. */
	listener = acme_listeners_find(listeners, vhost);
	if (!listener || !listener->has_tls)
		return;
	for (listener = listeners->first; listener; listener = listener->next) {
		if (!listener->has_tls || listener->vhost == vhost ||
		    !serve_the_same(vhost, listener->vhost))
			continue;
		tell(listener->vhost, json, state);
		/* Its certificate is replaced while clients wait, too. */
		if (!listener->hello_filter)
			filter_hellos(listeners, listener);
	}
}
