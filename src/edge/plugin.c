/* SPDX-License-Identifier: MIT */
/*
 * The protocol's callback: where lws's events come in.  What is not ours goes
 * to lws's own handler, because the protocol may be the vhost's first.
 */
#include "edge/answers.h"
#include "edge/options.h"
#include "edge/vhost.h"
#include "lws-acme-client.h"

/* What lws keeps of a vhost for us. */
struct vhd {
	struct acme_edge *edge;
	struct acme_vhost *vhost; /* NULL: it only serves answers */
	struct acme_listener listener;
};

static struct vhd *
vhd_of(struct lws *wsi)
{
	return lws_protocol_vh_priv_get(lws_get_vhost(wsi),
					lws_get_protocol(wsi));
}

static void
vhost_began(struct lws *wsi, const struct lws_protocol_vhost_options *options)
{
	struct vhd *vhd = lws_protocol_vh_priv_zalloc(
		lws_get_vhost(wsi), lws_get_protocol(wsi), sizeof(*vhd));

	if (!vhd)
		return;
	vhd->edge = acme_edge_get(lws_get_context(wsi));
	if (!vhd->edge)
		return;
	acme_listeners_add(vhd->edge, &vhd->listener, lws_get_vhost(wsi));
	if (acme_options_given(options))
		vhd->vhost =
			acme_vhost_new(vhd->edge, lws_get_vhost(wsi), options);
}

static void
vhost_ended(struct lws *wsi)
{
	struct vhd *vhd = vhd_of(wsi);

	if (!vhd || !vhd->edge)
		return;
	acme_vhost_free(vhd->vhost);
	acme_listeners_remove(vhd->edge, &vhd->listener);
	acme_edge_put(vhd->edge);
	vhd->vhost = NULL;
	vhd->edge = NULL;
}

static int
visit(struct lws *wsi, struct lws_acme_client_session *session,
      struct acme_span path)
{
	struct vhd *vhd = vhd_of(wsi);

	if (!vhd || !vhd->edge || !session)
		return lws_callback_http_dummy(wsi, LWS_CALLBACK_HTTP, NULL,
					       NULL, 0);
	return acme_answers_visit(vhd->edge, wsi, session, path);
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
	case LWS_CALLBACK_HTTP:
		return visit(wsi, session, acme_span(in, len));
	case LWS_CALLBACK_HTTP_WRITEABLE:
		if (session && session->visit)
			return acme_answers_write(vhd_of(wsi)->edge, wsi,
						  session);
		break;
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		if (session)
			acme_answers_leave(session);
		break;
	default:
		break;
	}
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}
