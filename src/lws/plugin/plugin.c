/* SPDX-License-Identifier: MIT */
/*
 * lws's events come in by the protocol's callback here.  What is not ours goes
 * to lws's own handler, because the protocol may be the vhost's first.
 */
#include "lws-acme-client.h"
#include "lws/options/options.h"
#include "lws/plugin/given_options.h"
#include "lws/plugin/lifecycle.h"
#include "lws/plugin/vhost.h"
#include "lws/serve/http01.h"
#include "lws/serve/server_tls.h"
#include "lws/vhosts/unmanaged_vhosts.h"

#include <stdlib.h>

/* What lws keeps of a vhost for us. */
struct vhd {
	struct acme_shared *shared;
	struct acme_vhost *vhost; /* NULL: it only responds to challenges */
	struct acme_given_options *given; /* NULL: nothing, or no memory */
	struct acme_listener listener;
	lws_sorted_usec_list_t overridden; /* scheduled: begin anew */
};

static struct vhd *
vhd_of(struct lws *wsi)
{
	return lws_protocol_vh_priv_get(lws_get_vhost(wsi),
					lws_get_protocol(wsi));
}

static struct acme_given_options *
keep_given(const struct lws_protocol_vhost_options *options)
{
	struct acme_given_options *given = malloc(sizeof(*given));

	if (!given || acme_given_options_init(given, options))
		return given;
	acme_given_options_clear(given);
	free(given);
	return NULL;
}

/* The state machines, and lws's own lists behind them, are one thread's. */
static bool
is_single(struct lws *wsi)
{
	int n = lws_get_count_threads(lws_get_context(wsi));

	if (n > 1)
		/* acme_log() does not come to lws yet. */
		lwsl_err("vhost \"%s\" gets nothing from lws-acme-client: lws "
			 "runs %d service threads, and the plugin needs a "
			 "single one: set count_threads to 1\n",
			 lws_get_vhost_name(lws_get_vhost(wsi)), n);
	return n <= 1;
}

/* With the other one nothing of ours runs: what lws gives and takes has other
 * members there. */
static bool
is_our_lws(struct lws *wsi)
{
	const char *why = acme_server_tls_other_lws();

	if (why)
		lwsl_err("vhost \"%s\" gets nothing from lws-acme-client: %s\n",
			 lws_get_vhost_name(lws_get_vhost(wsi)), why);
	return !why;
}

static void
vhost_began(struct lws *wsi, const struct lws_protocol_vhost_options *options)
{
	struct vhd *vhd = lws_protocol_vh_priv_zalloc(
		lws_get_vhost(wsi), lws_get_protocol(wsi), sizeof(*vhd));

	if (!vhd || !is_our_lws(wsi) || !is_single(wsi))
		return;
	vhd->shared = acme_lifecycle_get(lws_get_context(wsi));
	if (!vhd->shared)
		return;
	acme_listeners_add(&vhd->shared->listeners, &vhd->listener,
			   lws_get_vhost(wsi));
	/* Clients may be there before the loop's first turn. */
	acme_listeners_look(&vhd->shared->listeners);
	if (!acme_options_given(options))
		return;
	vhd->vhost = acme_vhost_new(vhd->shared, lws_get_vhost(wsi), options);
	vhd->given = keep_given(options);
}

static void
vhost_ended(struct lws *wsi)
{
	struct vhd *vhd = vhd_of(wsi);

	if (!vhd || !vhd->shared)
		return;
	lws_sul_cancel(&vhd->overridden);
	acme_vhost_free(vhd->vhost);
	if (vhd->given)
		acme_given_options_clear(vhd->given);
	free(vhd->given);
	vhd->given = NULL;
	acme_listeners_remove(&vhd->shared->listeners, &vhd->listener);
	acme_lifecycle_put(vhd->shared);
	vhd->vhost = NULL;
	vhd->shared = NULL;
}

static void
begin_anew(lws_sorted_usec_list_t *sul)
{
	struct vhd *vhd = lws_container_of(sul, struct vhd, overridden);

	acme_vhost_free(vhd->vhost);
	vhd->vhost = acme_vhost_new(vhd->shared, vhd->listener.vhost,
				    acme_given_options_list(vhd->given));
}

/*
 * lws tells this of each vhost to each: whether a certificate is due is our
 * own to know, but a program may send other values for the options along.
 * They count once lws has the loop again, as a program may send them when it
 * is told of the certificate that would be freed here.
 */
static void
vhost_ages(struct lws *wsi, const struct lws_acme_cert_aging_args *args)
{
	struct vhd *vhd = vhd_of(wsi);

	if (!vhd || !vhd->shared || !args || !args->vh)
		return;
	acme_unmanaged_vhosts_found(&vhd->shared->listeners, args->vh);
	if (vhd->given && args->vh == lws_get_vhost(wsi) &&
	    acme_given_options_override(vhd->given, args))
		lws_sul_schedule(vhd->shared->lws.context, 0, &vhd->overridden,
				 begin_anew, 1);
}

static int
respond(struct lws *wsi, struct lws_acme_client_session *session,
	struct acme_span path)
{
	struct vhd *vhd = vhd_of(wsi);

	if (!vhd || !vhd->shared || !session)
		return lws_callback_http_dummy(wsi, LWS_CALLBACK_HTTP, NULL,
					       NULL, 0);
	return acme_http01_respond(&vhd->shared->http01, wsi, session, path);
}

int
lws_acme_client_callback(struct lws *wsi, enum lws_callback_reasons reason,
			 void *user, void *in, size_t len)
{
	struct lws_acme_client_session *session = user;

	switch ((int)reason) { /* of nearly a hundred these are ours */
	case LWS_CALLBACK_PROTOCOL_INIT:
		vhost_began(wsi, in);
		return 0;
	case LWS_CALLBACK_PROTOCOL_DESTROY:
		vhost_ended(wsi);
		return 0;
	case LWS_CALLBACK_VHOST_CERT_AGING:
		vhost_ages(wsi, in);
		return 0;
	case LWS_CALLBACK_HTTP:
		return respond(wsi, session, acme_span(in, len));
	case LWS_CALLBACK_HTTP_WRITEABLE:
		if (session && session->response)
			return acme_http01_write(&vhd_of(wsi)->shared->http01,
						 wsi, session);
		break;
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		if (session)
			acme_http01_end(session);
		break;
	default:
		break;
	}
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}
