/* SPDX-License-Identifier: MIT */
/* What lws polls for us that is no stream: the worker's wakeup pipe, a timer, ... */
#ifndef ACME_LWS_LOOP_FD_WATCH_H
#define ACME_LWS_LOOP_FD_WATCH_H

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

#endif
