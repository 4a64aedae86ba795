/* SPDX-License-Identifier: MIT */
/*
 * This computes how long a timer is, from the table's words and the context's
 * functions, and finds which of an instance's deadlines has passed.
 */
#include "engine/engine.h"

static uint64_t
least(uint64_t us, uint64_t other_us)
{
	return us < other_us ? us : other_us;
}

static uint64_t
dice(const struct sm *sm)
{
	const struct sm_host *host = sm->loop->host;
	uint64_t high = host->random(host->world);

	return high << 32 | host->random(host->world);
}

/* Up to ${percent} more or less. */
static uint64_t
jittered(const struct sm *sm, uint64_t us, unsigned int percent)
{
	uint64_t span = us / 100 * percent;

	return span ? us - span + dice(sm) % (2 * span + 1) : us;
}

static uint64_t
grown(const struct sm *sm, const struct sm_rule *rule)
{
	unsigned int exponent = sm->count[rule->counter];
	uint64_t us = rule->base_us;

	for (; exponent && us < rule->max_us; exponent--)
		us = us * rule->factor_percent / 100;
	return least(us, rule->max_us);
}

static uint64_t
within(uint64_t us, uint64_t min_us, uint64_t max_us)
{
	us = least(us, max_us);
	return us < min_us ? min_us : us;
}

/* The bounds hold whatever the dice say. */
static uint64_t
ruled(const struct sm *sm, const struct sm_rule *rule)
{
	const struct sm_flow *flow = sm->flow;
	uint64_t us = flow->duration_us(sm->context, rule->hint);

	if (us != SM_UNKNOWN)
		return within(us, rule->hint_min_us, rule->hint_max_us);
	us = jittered(sm, grown(sm, rule), rule->jitter_percent);
	us = least(us, flow->duration_us(sm->context, rule->cap));
	return within(us, rule->min_us, rule->max_us);
}

static uint64_t
duration(const struct sm *sm, uint8_t timer)
{
	const struct sm_rule *rule = sm->flow->rule;
	unsigned int n = sm->flow->n_rules;

	for (; n; n--, rule++)
		if (rule->timer == timer)
			return ruled(sm, rule);
	return sm->flow->time_ms[timer] * UINT64_C(1000);
}

static struct sm *
timed(const struct sm_link *link)
{
	return SM_OF(link, struct sm, timed);
}

/* Find its place in the loop's list: the soonest first. */
static void
place(struct sm *sm)
{
	struct sm_link *at, *end = &sm->loop->timed;

	for (at = end->next; at != end; at = at->next)
		if (timed(at)->due_us > sm->due_us)
			break;
	sm_link_before(at, &sm->timed);
}

static void
set(struct sm *sm, uint8_t timer, uint64_t at_us)
{
	uint64_t due_us = SM_NEVER;
	unsigned int t;

	sm->deadline[timer] = at_us;
	for (t = 0; t < sm->flow->n_timers; t++)
		if (sm->deadline[t])
			due_us = least(due_us, sm->deadline[t]);
	if (due_us == sm->due_us)
		return;
	sm->due_us = due_us;
	sm_unlink(&sm->timed);
	if (due_us != SM_NEVER)
		place(sm);
}

/* When the first instance has a timer that runs out. */
uint64_t
sm_timers_due_us(const struct sm_loop *loop)
{
	if (sm_list_empty(&loop->timed))
		return SM_NEVER;
	return timed(loop->timed.next)->due_us;
}

void
sm_timers_ready(struct sm_loop *loop, uint64_t now_us)
{
	struct sm_link *at = loop->timed.next;

	for (; at != &loop->timed && timed(at)->due_us <= now_us; at = at->next)
		sm_loop_ready(timed(at));
}

void
sm_timer_arm(struct sm *sm, uint8_t timer)
{
	set(sm, timer, sm_now_us(sm) + duration(sm, timer));
}

void
sm_timer_disarm(struct sm *sm, uint8_t timer)
{
	set(sm, timer, 0);
}

static uint64_t
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
	return until_us(sm,
			sm->deadline[timer] ? sm->deadline[timer] : SM_NEVER);
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
	uint8_t first = 0;

	while (sm->deadline[first] != sm->due_us)
		first++;
	sm_timer_disarm(sm, first);
	return (uint8_t)(sm->flow->timer_first + first);
}
