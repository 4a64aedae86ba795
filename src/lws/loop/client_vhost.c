/* SPDX-License-Identifier: MIT */
/*
 * These are lws's callbacks for what is not a server's.  Each goes to the watch
 * (fd_watch.h) that the connection or the file belongs to.
 */
#include "lws/loop/client_vhost.h"

#include "lws/loop/fd_watch.h"

#define PROTOCOL_NAME "lws-acme-streams"

static int
on_readable(struct lws *wsi)
{
	struct acme_fd_watch *fd_watch = lws_get_opaque_user_data(wsi);

	return fd_watch->on_readable(fd_watch, wsi);
}

static void
file_closed(struct lws *wsi)
{
	struct acme_fd_watch *fd_watch = lws_get_opaque_user_data(wsi);

	fd_watch->closed(fd_watch);
}

static int
received(struct lws *wsi, struct acme_span bytes)
{
	struct acme_socket_watch *watch = lws_get_opaque_user_data(wsi);

	return watch ? watch->received(watch, bytes) : -1;
}

static int
writeable(struct lws *wsi)
{
	struct acme_socket_watch *watch = lws_get_opaque_user_data(wsi);

	return watch ? watch->writeable(watch, wsi) : -1;
}

static void
socket_closed(struct lws *wsi)
{
	struct acme_socket_watch *watch = lws_get_opaque_user_data(wsi);

	if (watch)
		watch->closed(watch, wsi);
}

static void
vhost_began(struct lws *wsi)
{
	struct acme_client_vhost *self = lws_vhost_user(lws_get_vhost(wsi));

	self->began(self);
}

static void
vhost_ended(struct lws *wsi)
{
	struct acme_client_vhost *self = lws_vhost_user(lws_get_vhost(wsi));

	self->vhost = NULL;
	self->ended(self);
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
		return received(wsi, acme_span(in, len));
	case LWS_CALLBACK_RAW_WRITEABLE:
		return writeable(wsi);
	case LWS_CALLBACK_RAW_CLOSE:
		socket_closed(wsi);
		return 0;
	case LWS_CALLBACK_RAW_RX_FILE:
		return on_readable(wsi);
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
create_vhost(struct acme_client_vhost *self, struct lws_context *context)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	info.vhost_name = "lws-acme-client";
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.pvo = &only_ours;
	info.user = self;
	return lws_create_vhost(context, &info);
}

struct lws *
acme_client_vhost_adopt(struct lws_vhost *vhost, lws_adoption_type type, int fd,
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
acme_client_vhost_start(struct acme_client_vhost *self,
			struct lws_context *context, struct acme_fault *fault)
{
	if (!self->vhost)
		self->vhost = create_vhost(self, context);
	if (!self->vhost)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "cannot create the client vhost in lws");
	return ACME_OK;
}
