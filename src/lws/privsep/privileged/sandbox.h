/* SPDX-License-Identifier: MIT */
/* What the privileged process keeps of what it could do, and of what it has. */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_SANDBOX_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_SANDBOX_H

#include "lws/privsep/privileged/privileged_request.h"

/* Its descriptors, after three that lead nowhere. */
#define ACME_PRIVSEP_SOCKET	3
#define ACME_PRIVSEP_NOTES	4
#define ACME_PRIVSEP_FIRST_FREE 5

/*
 * Keep uid 0 and two descriptors, and nothing else: no other descriptor, no
 * capability, no way to get one back, no signal, no terminal, no core file.
 */
enum acme_err acme_sandbox_enter(int socket, int notes,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Before the first request that is not root's: from now on no file can be
 * reached but in the folders of ${paths}, and no call of the system made but
 * those that keep files.  Where the kernel lacks one of these, that is logged.
 */
void acme_sandbox_landlock(const struct acme_privileged_paths *paths);

/* No call of the system but those; false: errno tells why not. */
bool acme_sandbox_syscalls(void);

#endif
