/* SPDX-License-Identifier: MIT */
/*
 * engine_bench taken|refused|ignored N: post N events to one instance and
 * dispatch them; prints ns an event.  Under callgrind two N tell what one
 * event takes.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "bench_door.flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BURST 4 /* the ring holds more */

struct bench_door {
	struct bench_door_sm sm;
	unsigned long n_taken, n_unexpected;
};

static struct bench_door door;

bool
bench_door_locked(const struct bench_door *self)
{
	(void)self;
	return false;
}

void
bench_door_count(struct bench_door *self)
{
	self->n_taken++;
}

static uint64_t
now_us(void *world)
{
	(void)world;
	return 0;
}

static uint32_t
no_jitter(void *world)
{
	(void)world;
	return 0;
}

static void
wake(void *world, uint64_t at_us)
{
	(void)world;
	(void)at_us;
}

static void
unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world;
	(void)sm;
	(void)event;
	door.n_unexpected++;
}

static const struct sm_host host = { .now_us = now_us,
				     .random = no_jitter,
				     .wake = wake,
				     .unexpected = unexpected };

static unsigned long
push(uint8_t event, unsigned long n)
{
	struct sm_loop loop;
	unsigned long i;

	sm_loop_init(&loop, &host);
	bench_door_sm_init(&door.sm, &door);
	sm_start(&door.sm.sm, &loop);
	for (i = 0; i < n; i++) {
		sm_post(&door.sm.sm, event, NULL);
		if (i % BURST == BURST - 1)
			sm_loop_run(&loop);
	}
	sm_stop(&door.sm.sm);
	return door.n_taken * 1000003 + door.n_unexpected;
}

static double
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

int
main(int argc, char **argv)
{
	unsigned long n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	unsigned long want_taken = 0, want_unexpected = 0;
	uint8_t event = BENCH_DOOR_WAVE;
	double since;

	if (!n || n % BURST)
		return EXIT_FAILURE;
	if (!strcmp(argv[1], "taken")) {
		event = BENCH_DOOR_PUSH;
		want_taken = n;
	} else if (!strcmp(argv[1], "refused")) {
		event = BENCH_DOOR_KNOCK;
		want_unexpected = n;
	}
	since = now_ns();
	if (push(event, n) != want_taken * 1000003 + want_unexpected)
		return EXIT_FAILURE;
	printf("%.2f\n", (now_ns() - since) / (double)n);
	return EXIT_SUCCESS;
}
