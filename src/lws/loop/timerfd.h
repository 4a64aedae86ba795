/* SPDX-License-Identifier: MIT */
/*
 * A timer of the kernel's beside lws's own.  In its libev loop lws (4.1, 4.3)
 * forgets one that is to come before the one that it waits for, and which
 * loop it is, it does not tell.  Linux only: elsewhere this does nothing.
 */
#ifndef ACME_LWS_LOOP_TIMERFD_H
#define ACME_LWS_LOOP_TIMERFD_H

#include "base/fault.h"
#include "lws/loop/fd_watch.h"

#include <stdint.h>

struct lws_vhost;

struct acme_timerfd {
	struct acme_fd_watch fd_watch; /* first */
	void (*on_expiry)(struct acme_timerfd *timerfd);
	/* Kept when lws has closed it, so that no other is made while lws
	 * ends: with libuv that takes some turns of the loop. */
	struct lws *wsi;
	int fd;
};

/* Started again where it was already: nothing happens. */
enum acme_err acme_timerfd_start(struct acme_timerfd *timerfd,
				 struct lws_vhost *vhost,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Expire once, ${in_us} from now; 0: not at all.  Before the start: nothing. */
void acme_timerfd_set(struct acme_timerfd *timerfd, uint64_t in_us);

#endif
