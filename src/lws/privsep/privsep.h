/* SPDX-License-Identifier: MIT */
/*
 * A server that gives up root can't write to folders that are root's alone.
 * So while it is root it forks a keeper: a process that stays root's, but gives
 * up all other rights of root, and does nothing but what acme_access_run() does,
 * for places that root told it of, and for records that policy.h allows.
 * It ends when the server does.
 *
 * The server's end is for one thread at a time: it asks, and waits.  It is this
 * process's alone: a process that is forked from it later has none.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVSEP_H
#define ACME_LWS_PRIVSEP_PRIVSEP_H

#include "lws/files/store_request.h"

struct acme_keeper;

/* As root.  NULL: see ${fault}. */
struct acme_keeper *acme_keeper_start(struct acme_fault *fault);

/* Its process, for people. */
int acme_keeper_pid(const struct acme_keeper *keeper);

/*
 * The socket of its lines (child_log.h), which ends when the keeper does; from
 * now on the caller's to close.  -1: it was taken before.
 */
int acme_keeper_take_notes(struct acme_keeper *keeper);

/*
 * Let it know of a vhost's ${places}, as root, or ask for their ${number}.
 * ACME_ERR_INVALID: it does not know them, and is not told by root.
 */
enum acme_err acme_keeper_add(struct acme_keeper *keeper,
			      const struct acme_places *places, int *number,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/* As acme_access_run(), with the keeper's rights. */
void acme_keeper_run(struct acme_keeper *keeper, int number,
		     struct acme_access *access);

/* NULL is allowed. */
void acme_keeper_end(struct acme_keeper *keeper);

#endif
