/* SPDX-License-Identifier: MIT */
/* The world of the engine's tests; nothing here takes real time. */
#include "world.h"

#include "sm_trace.h"
#include "test.h"

#include <string.h>

struct world world;

static uint64_t
now_us(void *self)
{
	return ((struct world *)self)->now_us;
}

static uint32_t
dice(void *self)
{
	return ((struct world *)self)->dice;
}

static void
wake(void *self, uint64_t at_us)
{
	((struct world *)self)->wake_us = at_us;
}

static void
unexpected(void *self, const struct sm *sm, uint8_t event)
{
	(void)sm;
	((struct world *)self)->n_unexpected++;
	((struct world *)self)->unexpected = event;
}

static void
trace(void *self, const struct sm_step *step)
{
	struct world *seen = self;

	seen->n_dropped += step->kind == SM_STEP_DROPPED;
	seen->n_ignored += step->kind == SM_STEP_IGNORED;
	seen->n_refused += step->kind == SM_STEP_NO_GUARD_HELD;
#if SM_TRACE >= 2
	CHECK(!sm_step_is_fault(step));
#endif
}

void
world_init(void)
{
	world = (struct world){ .now_us = SECOND_US, .wake_us = SM_NEVER };
	world.host = (struct sm_host){
		.world = &world,
		.now_us = now_us,
		.random = dice,
		.wake = wake,
		.unexpected = unexpected,
		.trace = trace,
	};
	sm_loop_init(&world.loop, &world.host);
}

void
world_settle(void)
{
	unsigned int limit = 100000;

	while (world.wake_us <= world.now_us) {
		CHECK(limit--);
		world.wake_us = SM_NEVER;
		world.n_runs++;
		sm_loop_run(&world.loop);
	}
}

void
world_advance(uint64_t us)
{
	uint64_t goal_us = world.now_us + us;

	world_settle();
	while (world.wake_us <= goal_us) {
		world.now_us = world.wake_us;
		world_settle();
	}
	world.now_us = goal_us;
}

void
world_note(const char *format, ...)
{
	size_t space = sizeof(world.log) - world.log_len;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(world.log + world.log_len, space, format, args);
	va_end(args);
	CHECK(len >= 0 && (size_t)len + 2 <= space);
	world.log_len += (size_t)len;
	memcpy(world.log + world.log_len++, " ", 2);
}

const char *
world_take_log(void)
{
	static char taken[sizeof(world.log)];

	memcpy(taken, world.log, world.log_len + 1);
	if (world.log_len)
		taken[world.log_len - 1] = '\0';
	world.log_len = 0;
	world.log[0] = '\0';
	return taken;
}
