/* SPDX-License-Identifier: MIT */
/*
 * This keeps the deadlines of an instance, and finds which of them has passed.
 */
#include "engine/engine.h"

static uint64_t
duration_us(const struct sm *sm, unsigned int timer)
{
	const struct sm_flow *flow = sm->flow;
	uint32_t ms = flow->time_ms[timer];

	return ms ? ms * UINT64_C(1000) : flow->duration_us(sm, timer);
}

/* Find its place in the loop's list: the soonest first. */
static void
place(struct sm *sm)
{
	struct sm_link *at, *end = &sm->loop->timed;

	for (at = end->next; at != end; at = at->next)
		if (SM_OF(at, struct sm, timed)->due_us > sm->due_us)
			break;
	sm_link_before(at, &sm->timed);
}

static void
set(struct sm *sm, unsigned int timer, uint64_t at_us)
{
	uint64_t due_us = SM_NEVER;
	unsigned int t;

	sm->deadline[timer] = at_us;
	for (t = 0; t < sm->flow->n_timers; t++)
		if (sm->deadline[t])
			due_us = sm_at_most_us(due_us, sm->deadline[t]);
	if (due_us == sm->due_us)
		return;
	sm->due_us = due_us;
	sm_unlink(&sm->timed);
	if (due_us != SM_NEVER)
		place(sm);
}

void
sm_timer_arm(struct sm *sm, unsigned int timer)
{
	set(sm, timer, sm_now_us(sm) + duration_us(sm, timer));
}

void
sm_timer_disarm(struct sm *sm, unsigned int timer)
{
	set(sm, timer, 0);
}

static __attribute__((noinline)) uint64_t
until_us(const struct sm *sm, uint64_t at_us)
{
	uint64_t now_us = sm_now_us(sm);

	if (at_us == SM_NEVER)
		return SM_NEVER;
	return at_us > now_us ? at_us - now_us : 0;
}

uint64_t
sm_timer_remaining_us(const struct sm *sm, unsigned int timer)
{
	uint64_t at_us = sm->deadline[timer];

	return until_us(sm, at_us ? at_us : SM_NEVER);
}

uint64_t
sm_remaining_us(const struct sm *sm)
{
	return until_us(sm, sm->due_us);
}

uint64_t
sm_now_us(const struct sm *sm)
{
	return sm->loop->host->now_us(sm->loop->host->world);
}

/* The event of the timer that runs out first; it is disarmed. */
uint8_t
sm_timer_first(struct sm *sm)
{
	unsigned int first = 0;

	while (sm->deadline[first] != sm->due_us)
		first++;
	sm_timer_disarm(sm, first);
	return (uint8_t)(sm->flow->timer_first + first);
}
