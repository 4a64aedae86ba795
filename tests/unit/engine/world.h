/* SPDX-License-Identifier: MIT */
/*
 * The world of the engine's tests: a clock that stands until it is moved, dice
 * that are set, and a log of words in which actions say that they ran.
 */
#ifndef WORLD_H
#define WORLD_H

#include "sm.h"

#include <stdarg.h>
#include <stdint.h>

#define SECOND_US UINT64_C(1000000)

struct world {
	struct sm_loop loop;
	struct sm_host host;
	uint64_t now_us, wake_us;
	uint32_t dice;
	unsigned int n_runs, n_unexpected, n_dropped, n_ignored, n_refused;
	uint8_t unexpected; /* the last of them */
	char log[1024];	    /* words, each with a space behind it */
	size_t log_len;
};

/* The one that actions write into. */
extern struct world world;

/* Start over: time 1 s, nothing queued, nothing in the log. */
void world_init(void);

/* Run the loop until nothing is to be done now. */
void world_settle(void);

/* Move the clock by ${us}, running the loop whenever it asks for it. */
void world_advance(uint64_t us);

/* Add a word to the log. */
void world_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What the log holds; it is empty afterwards. */
const char *world_take_log(void);

/* An action of ${flow}'s context that says that it ran. */
#define NOTE_ACTION(flow, name)               \
	void flow##_##name(struct flow *self) \
	{                                     \
		(void)self;                   \
		world_note(#name);            \
	}

/* A guard that is what the context's member of its name is. */
#define MEMBER_GUARD(flow, name)                    \
	bool flow##_##name(const struct flow *self) \
	{                                           \
		return self->name;                  \
	}

#endif
