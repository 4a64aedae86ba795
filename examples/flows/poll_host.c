/* SPDX-License-Identifier: MIT */
/*
 * A loop of flows needs a clock, dice, and somebody who calls it when a timer
 * runs out.  Here that is poll(), whose timeout is the loop's next deadline.
 */
#include "poll_host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define WATCHES_MAX 8

static uint64_t
now_us(void *world)
{
	struct timespec now = { 0 };

	(void)world;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint32_t
dice(void *world)
{
	uint32_t number = 0;

	(void)world;
	if (getentropy(&number, sizeof(number)))
		return 0;
	return number;
}

static void
wake(void *world, uint64_t at_us)
{
	struct poll_host *self = world;

	self->wake_us = at_us;
}

static void
unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world;
	fprintf(stderr, "unexpected event %u in state %u\n", event, sm->state);
}

#if SM_TRACE >= 2
/* Only a library that was built with a trace calls it. */
static void
trace(void *world, const struct sm_step *step)
{
	char line[256];

	(void)world;
	sm_step_text(step, line, sizeof(line));
	fprintf(stderr, "%s\n", line);
}
#endif

#if SM_TRACE
static uint64_t
real_us(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void
trace_to_file(struct poll_host *self, const char *path)
{
	int fd = sm_trace_open(path);

	sm_trace_start(&self->trace, &self->loop);
	if (fd < 0 || !sm_trace_to_file(&self->trace, fd, real_us()))
		perror(path);
}
#endif

#if SM_TRACE < 2
/* Is there a word that the library can't follow? */
static void
warn_of(const char *name, const char *level)
{
	if (getenv(name))
		fprintf(stderr,
			"%s: build the library with -DSM_TRACE=%s, it has no "
			"trace\n",
			name, level);
}
#endif

static void
set_trace(struct poll_host *self)
{
#if SM_TRACE
	if (getenv("FLOW_TRACE_FILE"))
		trace_to_file(self, getenv("FLOW_TRACE_FILE"));
#else
	warn_of("FLOW_TRACE_FILE", "ring");
#endif
#if SM_TRACE >= 2
	if (getenv("FLOW_TRACE"))
		self->host.trace = trace;
#else
	warn_of("FLOW_TRACE", "full");
#endif
}

void
poll_host_init(struct poll_host *self, struct poll_watch *watch,
	       unsigned int n_watches)
{
	*self = (struct poll_host){
		.host = { .world = self,
			  .now_us = now_us,
			  .random = dice,
			  .wake = wake,
			  .unexpected = unexpected },
		.wake_us = SM_NEVER,
		.watch = watch,
		.n_watches = n_watches < WATCHES_MAX ? n_watches : WATCHES_MAX,
	};
	sm_loop_init(&self->loop, &self->host);
	set_trace(self);
}

/* For poll(), rounded up, so that no timer is looked at too early. */
static int
timeout_ms(const struct poll_host *self)
{
	uint64_t now = now_us(NULL), most = 60000;

	if (self->wake_us == SM_NEVER)
		return -1;
	if (self->wake_us <= now)
		return 0;
	now = (self->wake_us - now + 999) / 1000;
	return (int)(now < most ? now : most);
}

/* poll() passes over a descriptor that is negative. */
static void
wait(struct poll_host *self, struct pollfd *fds)
{
	for (unsigned int i = 0; i < self->n_watches; i++) {
		fds[i] = (struct pollfd){ .fd = -1 };
		if (self->watch[i].events)
			fds[i] = (struct pollfd){ self->watch[i].fd,
						  self->watch[i].events, 0 };
	}
	if (poll(fds, self->n_watches, timeout_ms(self)) >= 0)
		return;
	if (errno != EINTR) {
		perror("poll");
		exit(1);
	}
	for (unsigned int i = 0; i < self->n_watches; i++)
		fds[i].revents = 0;
}

unsigned int
poll_host_run(struct poll_host *self, struct sm *sm)
{
	struct pollfd fds[WATCHES_MAX];

	sm_start(sm, &self->loop);
	while (!sm->over) {
		wait(self, fds);
		for (unsigned int i = 0; i < self->n_watches; i++)
			if (fds[i].revents && self->watch[i].events)
				self->watch[i].ready(self->watch[i].context);
		sm_loop_run(&self->loop);
	}
	return sm->exit;
}
