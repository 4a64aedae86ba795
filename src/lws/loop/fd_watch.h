/* SPDX-License-Identifier: MIT */
/*
 * What lws polls for us at the client vhost: the opaque data of a wsi is one of
 * these, and its functions are called for what lws tells of that wsi.
 */
#ifndef ACME_LWS_LOOP_FD_WATCH_H
#define ACME_LWS_LOOP_FD_WATCH_H

#include "base/span.h"

struct lws;

/*
 * A file that lws polls for whoever has it; the opaque data of its wsi, adopted
 * as LWS_ADOPT_RAW_FILE_DESC.
 */
struct acme_fd_watch {
	/* Something can be read from it; what to return to lws. */
	int (*on_readable)(struct acme_fd_watch *fd_watch, struct lws *wsi);
	/* lws has closed it, also where it refused to adopt it. */
	void (*closed)(struct acme_fd_watch *fd_watch);
};

/*
 * As that a socket, adopted as LWS_ADOPT_SOCKET; non-zero: lws is to close it,
 * as it is where the opaque data is NULL by now.
 */
struct acme_socket_watch {
	int (*received)(struct acme_socket_watch *watch,
			struct acme_span bytes);
	int (*writeable)(struct acme_socket_watch *watch, struct lws *wsi);
	void (*closed)(struct acme_socket_watch *watch, struct lws *wsi);
};

#endif
