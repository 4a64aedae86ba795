/* SPDX-License-Identifier: MIT */
/*
 * Timers: how long, from the table's words and the context's functions, and
 * which of an instance's deadlines has passed.
 */
#include "engine/engine.h"

static uint64_t
grown(const struct sm_timer *timer, unsigned int exponent)
{
	uint64_t us = timer->base_us;

	for (; exponent && timer->factor_percent > 100; exponent--) {
		if (us > SM_NEVER / 0x10000)
			break;
		us = us * timer->factor_percent / 100;
		if (timer->max_us && us >= timer->max_us)
			break;
	}
	return timer->max_us && us > timer->max_us ? timer->max_us : us;
}

static uint64_t
clamp(uint64_t us, uint64_t min_us, uint64_t max_us)
{
	if (max_us && us > max_us)
		us = max_us;
	return us < min_us ? min_us : us;
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

/* The bounds hold whatever the dice say. */
static uint64_t
duration(const struct sm *sm, const struct sm_timer *timer)
{
	uint64_t us = SM_UNKNOWN, cap_us = SM_UNKNOWN;

	if (timer->hint_us)
		us = timer->hint_us(sm->context);
	if (us != SM_UNKNOWN)
		return clamp(us, timer->hint_min_us, timer->hint_max_us);
	if (!timer->base_us)
		return timer->hint_min_us;
	us = grown(timer,
		   timer->factor_percent ? sm->count[timer->counter] : 0);
	us = clamp(jittered(sm, us, timer->jitter_percent), 0, timer->max_us);
	if (timer->cap_us)
		cap_us = timer->cap_us(sm->context);
	return clamp(us < cap_us ? us : cap_us, timer->min_us, 0);
}

void
sm_timer_arm(struct sm *sm, uint8_t timer)
{
	uint64_t now_us = sm->loop->host->now_us(sm->loop->host->world);

	sm->deadline[timer] = now_us + duration(sm, &sm->flow->timer[timer]);
	sm_loop_timed(sm);
}

void
sm_timer_disarm(struct sm *sm, uint8_t timer)
{
	sm->deadline[timer] = SM_NEVER;
	sm_loop_timed(sm);
}

static uint64_t
until_us(const struct sm *sm, uint64_t deadline_us)
{
	const struct sm_host *host = sm->loop->host;
	uint64_t now_us = host->now_us(host->world);

	if (deadline_us == SM_NEVER)
		return SM_NEVER;
	return deadline_us > now_us ? deadline_us - now_us : 0;
}

uint64_t
sm_timer_remaining_us(const struct sm *sm, unsigned int timer)
{
	return until_us(sm, sm->deadline[timer]);
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

/* The timer that passed first, disarmed; false: none has. */
bool
sm_timer_due(struct sm *sm, uint64_t now_us, struct sm_event *event)
{
	unsigned int t, first = 0;

	if (sm->due_us > now_us)
		return false;
	for (t = 1; t < sm->flow->n_timers; t++)
		if (sm->deadline[t] < sm->deadline[first])
			first = t;
	sm_timer_disarm(sm, (uint8_t)first);
	*event = (struct sm_event){
		.id = (uint8_t)(sm->flow->timer_first + first),
	};
	return true;
}
