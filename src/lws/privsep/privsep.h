/* SPDX-License-Identifier: MIT */
/*
 * A server that gives up root can't write to folders that are root's alone.
 * So while it is root it forks a privileged process: a process that stays
 * root's, but gives up all other rights of root, and does nothing but what
 * acme_store_request_run() does, for paths that root told it of, and for
 * records that privsep_policy.h allows.  It ends when the server does.
 *
 * The server's end is for one thread at a time: it asks, and waits.  It is this
 * process's alone: a process that is forked from it later has none.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVSEP_H
#define ACME_LWS_PRIVSEP_PRIVSEP_H

#include "lws/files/store_request.h"

struct acme_privsep;

/* As root.  NULL: see ${fault}. */
struct acme_privsep *acme_privsep_start(struct acme_fault *fault);

/* Its process, for people. */
int acme_privsep_pid(const struct acme_privsep *privsep);

/*
 * The socket of its lines (privileged_log.h), which ends when the privileged
 * process does; from now on the caller's to close.  -1: it was taken before.
 */
int acme_privsep_take_log(struct acme_privsep *privsep);

/*
 * Let it know of a vhost's ${paths}, as root, or ask for their ${number}.
 * ACME_ERR_INVALID: it does not know them, and is not told by root.
 */
enum acme_err acme_privsep_add(struct acme_privsep *privsep,
			       const struct acme_store_paths *paths,
			       int *number,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* As acme_store_request_run(), with the privileged process's rights. */
void acme_privsep_run(struct acme_privsep *privsep, int number,
		      struct acme_store_request *request);

/* NULL is allowed. */
void acme_privsep_end(struct acme_privsep *privsep);

#endif
