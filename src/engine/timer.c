/* SPDX-License-Identifier: MIT */
/*
 * This keeps the deadlines of an instance, and finds which of them has passed.
 */
#include "engine/engine.h"

#define US_PER_MS 1000

static uint64_t
duration_us(const struct sm *sm, unsigned int timer)
{
	const struct sm_flow *flow = sm->flow;
	uint32_t ms = flow->time_ms[timer];

	return ms ? (uint64_t)ms * US_PER_MS : flow->duration_us(sm, timer);
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
	/* The clock may have gone on by some microseconds: rounded. */
	SM_DETAIL(sm, SM_STEP_TIMER_ARMED,
		  (uint32_t)sm_at_most_us((sm->deadline[timer] - sm_now_us(sm) +
					   US_PER_MS / 2) /
						  US_PER_MS,
					  UINT32_MAX),
		  sm->flow->timer_first + timer);
}

void
sm_timer_disarm(struct sm *sm, unsigned int timer)
{
#if SM_TRACE >= 2
	if (sm->deadline[timer])
		SM_DETAIL(sm,
			  sm->deadline[timer] <= sm_now_us(sm)
				  ? SM_STEP_TIMER_OVERTAKEN
				  : SM_STEP_TIMER_CANCELLED,
			  0, sm->flow->timer_first + timer);
#endif
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
#if SM_TRACE >= 2
	set(sm, first, 0); /* it has run out: nobody cancels it */
#else
	sm_timer_disarm(sm, first);
#endif
	return (uint8_t)(sm->flow->timer_first + first);
}
