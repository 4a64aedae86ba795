/* SPDX-License-Identifier: MIT */
/*
 * The clock jumps to the next deadline of the loop or of the agenda.  The log
 * is kept as lines.
 */
#include "world_private.h"

#include "memory/short_memory.h"
#include "sm_table.h"

#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX  (64 * 1024 * 1024)
#define LINES_MAX (4 * 1024 * 1024) /* of the log: the last are kept */

static struct world *logging; /* the log is the process's */

static uint64_t
now_us(void *world)
{
	return ((struct world *)world)->agenda.now_us;
}

/* A linear congruential generator (Numerical Recipes'); jitter needs no
 * more. */
static uint32_t
draw(void *opaque)
{
	struct world *world = opaque;

	world->dice = world->dice * 1664525 + 1013904223;
	return world->dice >> 1;
}

static void
wake(void *world, uint64_t at_us)
{
	((struct world *)world)->wake_us = at_us;
}

static void
add_line(struct world *world, struct acme_buf *to, const char *line)
{
	uint64_t ms = world->agenda.now_us / 1000;
	bool was_tests = memory_is_tests(true);

	if (to->len > LINES_MAX)
		acme_buf_drop(to, LINES_MAX / 2);
	if (acme_buf_addf(to, "%6llu.%03u %s\n",
			  (unsigned long long)(ms / 1000),
			  (unsigned int)(ms % 1000), line))
		abort();
	memory_is_tests(was_tests);
}

static void
log_line(enum acme_log_level level, const char *line)
{
	if (!logging)
		return;
	logging->n_lines[level]++;
	add_line(logging, &logging->log, line);
}

static void
unexpected(void *opaque, const struct sm *sm, uint8_t event)
{
	struct world *world = opaque;
	char line[64];

	/* Where the build traces, the steps say it in words. */
	snprintf(line, sizeof(line), "%s: no line takes event %u",
		 sm->flow->name, event);
	add_line(world, &world->log, line);
	world->n_unexpected++;
}

#if SM_TRACE >= 2
static void
trace(void *opaque, const struct sm_step *step)
{
	struct world *world = opaque;

	steps_add(&world->steps, world->agenda.now_us, step);
}
#endif

void
world_init(struct world *world, uint32_t seed)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);

	*world = (struct world){
		.wake_us = SM_NEVER,
		.dice = seed,
		.account_key = text,
		.log = text,
	};
	world_vhost_init(&world->vhost, world);
	world->host = (struct sm_host){ .world = world,
					.now_us = now_us,
					.random = draw,
					.wake = wake,
					.unexpected = unexpected };
#if SM_TRACE >= 2
	world->host.trace = trace;
#endif
	steps_tell_lines();
	sm_loop_init(&world->loop, &world->host);
	logging = world;
	acme_log_to(log_line);
}

void
world_clear(struct world *world)
{
	agenda_drop(&world->agenda, NULL);
	acme_buf_clear(&world->account_key);
	world_vhost_clear(&world->vhost);
	acme_buf_clear(&world->log);
	logging = NULL;
	acme_log_to(NULL);
}

void
world_mend(struct world *world)
{
	struct world_vhost *vhost = &world->vhost;

	memset(vhost->plan, 0, sizeof(vhost->plan));
	memset(world->cannot_publish, 0, sizeof(world->cannot_publish));
	vhost->kept_by = NULL;
	acme_buf_clear(&vhost->other);
	world->n_refusing = world->n_silent = 0;
	world->byte_delay_us = world->piece_len = 0;
	world_memory_is_short(false);
}

bool
world_step(struct world *world)
{
	uint64_t at_us = agenda_next_us(&world->agenda);

	if (world->wake_us <= at_us)
		at_us = world->wake_us;
	if (at_us == AGENDA_NEVER)
		return false;
	if (at_us > world->agenda.now_us)
		world->agenda.now_us = at_us;
	if (world->wake_us <= world->agenda.now_us) {
		world->wake_us = SM_NEVER;
		memory_is_tests(false);
		sm_loop_run(&world->loop);
		memory_is_tests(true);
		return true;
	}
	return agenda_run(&world->agenda);
}

void
world_run(struct world *world, uint64_t us)
{
	uint64_t until_us = world->agenda.now_us + us;

	while (world->wake_us <= until_us ||
	       agenda_next_us(&world->agenda) <= until_us)
		world_step(world);
	world->agenda.now_us = until_us;
}

void
world_copy(struct acme_buf *buf, struct acme_span span)
{
	bool was_tests = memory_is_tests(true);

	acme_buf_clear(buf);
	if (acme_buf_add(buf, span))
		abort();
	memory_is_tests(was_tests);
}
