/* SPDX-License-Identifier: MIT */
/* The privileged process itself, in its process; see privsep.h. */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_H

#include "base/fault.h"

/* Start it, as root: the server's ends of what it has. */
enum acme_err acme_privsep_spawn(int *socket, int *notes,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Serve the process ${server} until it is gone, and return the exit status. */
int acme_privileged_serve(int socket, int notes, int server);

#endif
