/* SPDX-License-Identifier: MIT */
/*
 * The internal vhost "lws-acme-client" of an lws context: no listener, no TLS.
 * The connections to CAs and the worker's wakeup pipe belong to it, so that
 * neither the options nor the end of a server's vhost touch them.
 */
#ifndef ACME_LWS_LOOP_CLIENT_VHOST_H
#define ACME_LWS_LOOP_CLIENT_VHOST_H

#include "base/fault.h"

#include <libwebsockets.h>

struct acme_client_vhost {
	struct lws_vhost *vhost; /* NULL: not made yet, or ended */
	/* It lives from the one to the other. */
	void (*began)(struct acme_client_vhost *self);
	void (*ended)(struct acme_client_vhost *self);
};

/* Make the vhost, where it is not there;
 * outside of lws's own initialisation. */
enum acme_err acme_client_vhost_start(struct acme_client_vhost *self,
				      struct lws_context *context,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* Give ${fd} to lws, which closes it; NULL: it could not, and closed it.
 * ${opaque} is the watch (fd_watch.h) of the file, or of the socket. */
struct lws *acme_client_vhost_adopt(struct lws_vhost *vhost,
				    lws_adoption_type type, int fd,
				    void *opaque);

#endif
