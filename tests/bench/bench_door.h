/* SPDX-License-Identifier: MIT */
/*
 * A door in two forms, with the same guard, action and host: of the table
 * bench_door.flow, and written by hand as a switch (hand_door.c).
 */
#ifndef BENCH_DOOR_H
#define BENCH_DOOR_H

#include "bench_door.flow.h"

struct bench_door {
	struct bench_door_sm sm;
	unsigned long n_taken, n_unexpected;
};

/* The host of both forms. */
extern const struct sm_host bench_host;

/* The hand-written door tells of what it does not expect. */
void bench_unexpected(struct bench_door *door, uint8_t event);

struct hand_door;

struct hand_loop {
	const struct sm_host *host;
	struct sm_link ready, timed;
	bool running;
};

void hand_loop_init(struct hand_loop *loop, const struct sm_host *host);
void hand_loop_run(struct hand_loop *loop);

/* The one that there is, started. */
struct hand_door *hand_door_start(struct hand_loop *loop,
				  struct bench_door *context);
void hand_door_post(struct hand_door *door, uint8_t id, void *payload);

#endif
