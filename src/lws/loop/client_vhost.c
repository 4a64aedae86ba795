/* SPDX-License-Identifier: MIT */
/*
 * lws's callbacks for what is not a server's: each goes to the stream, or to
 * the door, that the connection belongs to.
 */
#include "lws/loop/client_vhost.h"
#include "lws/connect/stream.h"

#include <unistd.h>

#define PROTOCOL_NAME "lws-acme-streams"

/* The worker's bell. */
static int
finish_jobs(struct acme_door *bell, struct lws *wsi)
{
	struct acme_edge *edge = lws_vhost_user(lws_get_vhost(wsi));
	char strokes[64];

	/* Emptied first: a stroke that comes later rings again. */
	while (read(lws_get_socket_fd(wsi), strokes, sizeof(strokes)) > 0)
		;
	acme_worker_finish(&edge->worker);
	(void)bell;
	return 0;
}

static void
nothing(struct acme_door *bell)
{
	(void)bell;
}

static struct acme_door bell = { .knock = finish_jobs, .closed = nothing };

static int
knock(struct lws *wsi)
{
	struct acme_door *door = lws_get_opaque_user_data(wsi);

	return door->knock(door, wsi);
}

static void
file_closed(struct lws *wsi)
{
	struct acme_door *door = lws_get_opaque_user_data(wsi);

	door->closed(door);
}

static void
vhost_began(struct lws *wsi)
{
	struct acme_edge *edge = lws_vhost_user(lws_get_vhost(wsi));

	edge->n_users++;
}

static void
vhost_ended(struct lws *wsi)
{
	struct acme_edge *edge = lws_vhost_user(lws_get_vhost(wsi));

	edge->vhost = NULL;
	acme_edge_put(edge);
}

static int
callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t len)
{
	(void)user;
	switch ((int)reason) { /* of nearly a hundred these are ours */
	case LWS_CALLBACK_PROTOCOL_INIT:
		vhost_began(wsi);
		return 0;
	case LWS_CALLBACK_RAW_RX:
		return acme_stream_received(lws_get_opaque_user_data(wsi),
					    acme_span(in, len));
	case LWS_CALLBACK_RAW_WRITEABLE:
		return acme_stream_writeable(lws_get_opaque_user_data(wsi),
					     wsi);
	case LWS_CALLBACK_RAW_CLOSE:
		acme_stream_closed(lws_get_opaque_user_data(wsi), wsi);
		return 0;
	case LWS_CALLBACK_RAW_RX_FILE:
		return knock(wsi);
	case LWS_CALLBACK_RAW_CLOSE_FILE:
		file_closed(wsi);
		return 0;
	case LWS_CALLBACK_PROTOCOL_DESTROY:
		vhost_ended(wsi);
		return 0;
	default:
		return 0;
	}
}

static const struct lws_protocols protocols[] = {
	{ .name = PROTOCOL_NAME, .callback = callback },
	{ .name = NULL },
};

/* A list that is not empty: none at all would enable every plugin. */
static const struct lws_protocol_vhost_options only_ours = {
	.name = PROTOCOL_NAME,
	.value = "",
};

static struct lws_vhost *
create_vhost(struct acme_edge *edge)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	info.vhost_name = "lws-acme-client";
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.pvo = &only_ours;
	info.user = edge;
	return lws_create_vhost(edge->context, &info);
}

struct lws *
acme_net_adopt(struct lws_vhost *vhost, lws_adoption_type type, int fd,
	       void *opaque)
{
	lws_adopt_desc_t adopt;

	memset(&adopt, 0, sizeof(adopt));
	adopt.vh = vhost;
	adopt.type = type;
	adopt.vh_prot_name = PROTOCOL_NAME;
	adopt.opaque = opaque;
	if (type & LWS_ADOPT_SOCKET)
		adopt.fd.sockfd = fd;
	else
		adopt.fd.filefd = fd;
	return lws_adopt_descriptor_vhost_via_info(&adopt);
}

enum acme_err
acme_net_start(struct acme_edge *edge, struct acme_fault *fault)
{
	enum acme_err err;

	if (!edge->vhost)
		edge->vhost = create_vhost(edge);
	if (!edge->vhost)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "lws makes no vhost for connections");
	if (!edge->worker.started) {
		err = acme_worker_start(&edge->worker, &edge->bell, fault);
		if (err)
			return err;
	}
	if (!edge->bell_wsi)
		edge->bell_wsi =
			acme_net_adopt(edge->vhost, LWS_ADOPT_RAW_FILE_DESC,
				       edge->bell, &bell);
	if (!edge->bell_wsi)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "lws does not take the worker's bell");
	err = acme_keeper_watch_start(edge, fault);
	return err ? err : acme_alarm_start(edge, fault);
}
