/* SPDX-License-Identifier: MIT */
/*
 * engine_bench table|switch taken|unexpected|ignored N: post N events to a door
 * and dispatch them; prints ns an event.  Under callgrind two N tell what one
 * event takes.  Compiled with a trace, the table is traced to its ring.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "bench_door.h"
#include "sm_trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct bench_door door;
#if SM_TRACE
static struct sm_trace trace;
#endif

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

void
bench_unexpected(struct bench_door *self, uint8_t event)
{
	self->n_unexpected += event == BENCH_DOOR_UNLOCK;
}

static void
unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world;
	bench_unexpected(sm->context, event);
}

const struct sm_host bench_host = { .now_us = now_us,
				    .random = no_jitter,
				    .wake = wake,
				    .unexpected = unexpected };

#define BURST 4 /* so many wait at a time: four posts below */

static void
table_push(uint8_t event, unsigned long n)
{
	struct sm_loop loop;
	unsigned long i;

	sm_loop_init(&loop, &bench_host);
#if SM_TRACE
	sm_trace_start(&trace, &loop);
#endif
	bench_door_sm_init(&door.sm, &door);
	sm_start(&door.sm.sm, &loop);
	for (i = 0; i < n; i += BURST) {
		sm_post(&door.sm.sm, event, NULL);
		sm_post(&door.sm.sm, event, NULL);
		sm_post(&door.sm.sm, event, NULL);
		sm_post(&door.sm.sm, event, NULL);
		sm_loop_run(&loop);
	}
	sm_stop(&door.sm.sm);
}

static void
switch_push(uint8_t event, unsigned long n)
{
	struct hand_loop loop;
	struct hand_door *hand;
	unsigned long i;

	hand_loop_init(&loop, &bench_host);
	hand = hand_door_start(&loop, &door);
	for (i = 0; i < n; i += BURST) {
		hand_door_post(hand, event, NULL);
		hand_door_post(hand, event, NULL);
		hand_door_post(hand, event, NULL);
		hand_door_post(hand, event, NULL);
		hand_loop_run(&loop);
	}
}

static double
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static bool
is_as_wanted(const char *kind, unsigned long n)
{
	return door.n_taken == (strcmp(kind, "taken") ? 0 : n) &&
	       door.n_unexpected == (strcmp(kind, "unexpected") ? 0 : n);
}

int
main(int argc, char **argv)
{
	unsigned long n = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;
	uint8_t event = BENCH_DOOR_HOLD;
	double since;

	if (!n || n % BURST)
		return EXIT_FAILURE;
	if (!strcmp(argv[2], "taken"))
		event = BENCH_DOOR_PUSH;
	else if (!strcmp(argv[2], "unexpected"))
		event = BENCH_DOOR_UNLOCK;
	since = now_ns();
	if (!strcmp(argv[1], "table"))
		table_push(event, n);
	else
		switch_push(event, n);
	if (!is_as_wanted(argv[2], n))
		return EXIT_FAILURE;
	printf("%.2f\n", (now_ns() - since) / (double)n);
	return EXIT_SUCCESS;
}
