/* SPDX-License-Identifier: MIT */
/*
 * The server's loop listens to the privileged process: its lines go to the log,
 * and where it has ended, that is said at once.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVSEP_LOG_H
#define ACME_LWS_PRIVSEP_PRIVSEP_LOG_H

#include "base/buf.h"
#include "base/fault.h"
#include "lws/loop/fd_watch.h"

struct acme_privsep;
struct lws_vhost;

struct acme_privsep_log {
	struct acme_fd_watch fd_watch; /* first */
	struct acme_privsep *privsep;
	struct lws *wsi;
	int fd;
	struct acme_buf text; /* read, and not logged yet */
};

/*
 * Have the client vhost ${vhost} watch the log of ${privsep}.  Started again
 * where it was already, or without a privileged process (NULL): nothing
 * happens.
 */
enum acme_err acme_privsep_log_start(struct acme_privsep_log *watch,
				     struct acme_privsep *privsep,
				     struct lws_vhost *vhost,
				     struct acme_fault *fault) ACME_MUST_CHECK;

void acme_privsep_log_clear(struct acme_privsep_log *watch);

#endif
