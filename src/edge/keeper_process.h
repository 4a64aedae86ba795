/* SPDX-License-Identifier: MIT */
/* The keeper itself, in its process; see keeper.h. */
#ifndef ACME_EDGE_KEEPER_PROCESS_H
#define ACME_EDGE_KEEPER_PROCESS_H

#include "edge/parcel.h"

/* Besides the kinds of access. */
#define ACME_PARCEL_ADD	  16 /* parts: auth, cert, key, who; NUL-terminated */
#define ACME_PARCEL_READY 17 /* number: the process's */
#define ACME_PARCEL_DONE  18 /* parts: why not, key, chain, lines of log */

/* Serve until the server is gone, and return the exit status. */
int acme_keeper_process(int fd);

/*
 * Keep uid 0 and ${fd}, and nothing else: no other descriptor, no capability,
 * no way to get one back, no signal, no terminal.
 */
enum acme_err acme_keeper_confine(int fd,
				  struct acme_fault *fault) ACME_MUST_CHECK;

#endif
