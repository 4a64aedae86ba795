/* SPDX-License-Identifier: MIT */
/* The world of a flow where poll() is the event loop. */
#ifndef POLL_HOST_H
#define POLL_HOST_H

#include <poll.h>
#include <sm_trace.h>

/* A descriptor that is waited for, and who is told.  Zero: it is not
 * watched. */
struct poll_watch {
	void (*ready)(void *context);
	void *context;
	int fd;
	short events; /* POLLIN or POLLOUT */
};

struct poll_host {
	struct sm_host host;
	struct sm_loop loop;
#if SM_TRACE
	struct sm_trace trace; /* of the loop */
#endif
	uint64_t wake_us; /* when the loop wants to run again */
	struct poll_watch *watch;
	unsigned int n_watches;
};

/* ${watch} is the caller's, and stays where it is. */
void poll_host_init(struct poll_host *self, struct poll_watch *watch,
		    unsigned int n_watches);

/* Start ${sm}, run the loop until it has ended, and return its exit. */
unsigned int poll_host_run(struct poll_host *self, struct sm *sm);

#endif
