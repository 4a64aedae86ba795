/* SPDX-License-Identifier: MIT */
/*
 * A server that gives up root can't write to folders that are root's alone.
 * So while it is root it forks a keeper: a process that stays root's, but gives
 * up all other rights of root, and does nothing but what acme_access_run() does,
 * for places that root told it of.  It ends when the server does.
 *
 * The server's end is for one thread at a time: it asks, and waits.
 */
#ifndef ACME_EDGE_KEEPER_H
#define ACME_EDGE_KEEPER_H

#include "edge/access.h"

struct acme_keeper;

/* As root.  NULL: see ${fault}. */
struct acme_keeper *acme_keeper_start(struct acme_fault *fault);

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
