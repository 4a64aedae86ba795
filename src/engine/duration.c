/* SPDX-License-Identifier: MIT */
/*
 * This is what a timer's formula may need beyond arithmetic: growth and jitter.
 * Only programs whose tables have such timers link it.
 */
#include "engine/engine.h"

uint64_t
sm_grown_us(uint64_t us, unsigned int factor_percent, unsigned int exponent,
	    uint64_t max_us)
{
	for (; exponent && us < max_us; exponent--)
		us = us * factor_percent / 100;
	return sm_at_most_us(us, max_us);
}

static uint64_t
dice(const struct sm *sm)
{
	const struct sm_host *host = sm->loop->host;
	uint64_t high = host->random(host->world);

	return high << 32 | host->random(host->world);
}

uint64_t
sm_jittered_us(const struct sm *sm, uint64_t us, unsigned int percent)
{
	uint64_t span = us / 100 * percent;

	return span ? us - span + dice(sm) % (2 * span + 1) : us;
}
