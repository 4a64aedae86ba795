/* SPDX-License-Identifier: MIT */
/*
 * The server's loop listens to the keeper of files: its lines go to the log, and
 * where it has ended, that is said at once.
 */
#ifndef ACME_LWS_PRIVSEP_LOG_WATCH_H
#define ACME_LWS_PRIVSEP_LOG_WATCH_H

#include "base/buf.h"
#include "lws/loop/fd_watch.h"

struct acme_edge;

struct acme_keeper_watch {
	struct acme_door door; /* first */
	struct lws *wsi;
	int fd;
	struct acme_buf text; /* read, and not logged yet */
};

/* Started again where it was already, or without a keeper: nothing happens. */
enum acme_err acme_keeper_watch_start(struct acme_edge *edge,
				      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_keeper_watch_clear(struct acme_keeper_watch *watch);

#endif
