# SPDX-License-Identifier: MIT
"""The C that is the same in each tour, but for the flow's name."""

HEAD = r"""#if !defined(SM_TRACE) || SM_TRACE < 2
#error "a tour compares steps by name: compile all of it with -DSM_TRACE=2"
#endif
#include "@flow@.stubs.h"
#include "sm_trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOUR_STEPS 32 /* that one event may lead to */
#define TOUR_UNUSED __attribute__((unused))

static struct @flow@_sm tour_instance;
static uint64_t tour_now = 1;

/* What the flow did since the last event, and how much of it was compared. */
static char tour_told[TOUR_STEPS][400];
static unsigned int tour_line[TOUR_STEPS], tour_n, tour_compared;

/* What changes once it has done so many steps: an action found it out. */
static void (*tour_change[TOUR_STEPS])(void);

static uint64_t
tour_now_us(void *world)
{
	(void)world;
	return tour_now;
}

static void
tour_wake(void *world, uint64_t at_us)
{
	(void)world;
	(void)at_us;
}

/* It is compared as a step. */
static void
tour_unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world;
	(void)sm;
	(void)event;
}

static uint32_t
tour_random(void *world)
{
	(void)world;
	return 0;
}

/* Without the file, the line and the number of the instance. */
static void
tour_step(void *world, const struct sm_step *step)
{
	char text[400];
	const char *words;

	(void)world;
	if (step->sm != &tour_instance.sm || sm_step_is_fault(step) ||
	    tour_n == TOUR_STEPS)
		return;
	sm_step_text(step, text, sizeof(text));
	words = strchr(strchr(text, '#'), ' ') + 1;
	strcpy(tour_told[tour_n], words);
	tour_line[tour_n] =
		step->kind == SM_STEP_TAKEN ? sm_step_line(step) : 0;
	if (tour_change[tour_n])
		tour_change[tour_n]();
	tour_n++;
}

static const struct sm_host tour_host = { .now_us = tour_now_us,
					  .random = tour_random,
					  .wake = tour_wake,
					  .unexpected = tour_unexpected,
					  .trace = tour_step };
static struct sm_loop tour_loop;

/* Say what the flow does now, in place of what is in the trace; and end. */
static void
tour_fail(const char *place, const char *recorded)
{
	fprintf(stderr, "%s: in the trace: %s\n", place, recorded);
	if (tour_compared == tour_n)
		fprintf(stderr, "%s: now: nothing\n", place);
	else if (tour_line[tour_compared])
		fprintf(stderr, "@file@:%u: now: %s\n", tour_line[tour_compared],
			tour_told[tour_compared]);
	else
		fprintf(stderr, "@file@: now: %s\n", tour_told[tour_compared]);
	exit(1);
}

static void
tour_took(const char *place, const char *step)
{
	if (tour_compared == tour_n || strcmp(tour_told[tour_compared], step))
		tour_fail(place, step);
	tour_compared++;
}

/* Before the next event: the flow did nothing more. */
static void
tour_next(void)
{
	if (tour_compared < tour_n)
		tour_fail("@file@", "nothing more");
	tour_n = tour_compared = 0;
}

static void
tour_run(void)
{
	sm_loop_run(&tour_loop);
	memset(tour_change, 0, sizeof(tour_change));
}

static TOUR_UNUSED void
tour_post(unsigned int event)
{
	tour_next();
	sm_post(&tour_instance.sm, (uint8_t)event, NULL);
	tour_run();
}

/* So much after the start; but no timer runs out by that alone. */
static TOUR_UNUSED void
tour_at(uint64_t us)
{
	uint64_t left = sm_remaining_us(&tour_instance.sm);

	if (us <= tour_now)
		return;
	if (left <= us - tour_now)
		us = tour_now + left - !!left;
	tour_now = us;
}

/* A timer runs out: it is the first, or else its event is posted. */
static TOUR_UNUSED void
tour_timer(unsigned int timer)
{
	uint64_t left = sm_timer_remaining_us(&tour_instance.sm, timer);

	if (tour_compared < tour_n)
		return; /* it ran out together with the one before */
	if (left != SM_NEVER && left == sm_remaining_us(&tour_instance.sm)) {
		tour_next();
		tour_now += left;
		tour_run();
	} else {
		tour_post(@flow@_flow.timer_first + timer);
	}
}

static TOUR_UNUSED void
tour_stop(void)
{
	tour_next();
	sm_stop(&tour_instance.sm);
}
"""

CHILDREN = r"""
/* What the flow runs does nothing: how it ended stands in the trace. */
static const struct sm_cell tour_cells[] = { { SM_EVENT_ENTER, 1 },
					     { SM_EVENT_ENTER, 0 } };
static const struct sm_row tour_rows[] = { { 0, 1, SM_LAST } };
static const uint16_t tour_first[] = { 0, 1 }, tour_lines[] = { 1 };
static const uint8_t tour_none[] = { 0 };
static const char *const tour_words[] = { "", "", "" };
static const struct sm_names tour_names = { .file = "child",
					    .states = tour_words,
					    .events = tour_words,
					    .guards = tour_words,
					    .lines = tour_lines };
static const struct sm_flow tour_flow = { .n_choices = 1,
					  .n_states = 2,
					  .ring_mask = 1,
					  .first = tour_first,
					  .cell = tour_cells,
					  .row = tour_rows,
					  .terms = tour_none,
					  .ops = tour_none,
					  .name = "child",
					  .names = &tour_names };
static struct {
	struct sm sm;
	struct sm_event ring[2];
} tour_child;

static struct sm *
tour_child_start(void)
{
	memset(&tour_child, 0, sizeof(tour_child));
	tour_child.sm.ring = tour_child.ring;
	sm_init(&tour_child.sm, &tour_flow, NULL);
	return &tour_child.sm;
}

/* The event of a child's end, in the state that runs it. */
static const struct sm_child *
tour_run_now(void)
{
	if (!tour_instance.sm.runs)
		tour_fail("@file@", "it runs another flow");
	return &@flow@_flow.child[tour_instance.sm.runs - 1];
}

static TOUR_UNUSED void
tour_one_ended(unsigned int exit)
{
	tour_post(tour_run_now()->any_first + exit);
}

static TOUR_UNUSED void
tour_all_ended(unsigned int exit)
{
	tour_post(tour_run_now()->all_first + exit);
}

/* Each with another exit. */
static TOUR_UNUSED void
tour_all_ended_mixed(void)
{
	tour_post(tour_run_now()->all_first +
		  (unsigned int)tour_run_now()->n_exits);
}
"""

MAIN = r"""
int
main(void)
{
	sm_loop_init(&tour_loop, &tour_host);
	@flow@_sm_init(&tour_instance, NULL);
@body@
	tour_next();
	return 0;
}
"""
