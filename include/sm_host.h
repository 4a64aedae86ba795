/* SPDX-License-Identifier: MIT */
/* What a loop of flows asks of the world. */
#ifndef SM_HOST_H
#define SM_HOST_H

#include <stdint.h>

#define SM_NEVER   UINT64_MAX
#define SM_UNKNOWN UINT64_MAX /* what a duration gives that can't say */

struct sm;
struct sm_step;

/* The world, as a loop sees it.  All callbacks come on the loop's thread. */
struct sm_host {
	void *world;			 /* handed to each callback */
	uint64_t (*now_us)(void *world); /* monotonic */
	uint32_t (*random)(void *world); /* for jitter only */
	/*
	 * Call sm_loop_run() at ${at_us}, or as soon as possible where that
	 * is past; it replaces the time given before.  SM_NEVER: no need.
	 */
	void (*wake)(void *world, uint64_t at_us);
	/* An event came that no line of the state takes or ignores. */
	void (*unexpected)(void *world, const struct sm *sm, uint8_t event);
	/* What the engine did; NULL: not wanted.  Only where SM_TRACE is 2. */
	void (*trace)(void *world, const struct sm_step *step);
};

#endif
