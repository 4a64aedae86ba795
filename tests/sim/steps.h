/* SPDX-License-Identifier: MIT */
/*
 * What the engine did: the last steps, as they were given, for who wants to
 * read them after a failure; and each line of a table that a step took.
 */
#ifndef SIM_STEPS_H
#define SIM_STEPS_H

#include "sm_trace.h"

#include <stddef.h>
#include <stdint.h>

#define STEPS_KEPT 100 /* of what may be years */

struct steps {
	struct {
		uint64_t at_us;
		const struct sm_flow *flow;
		uint16_t id;
		struct sm_step step; /* its instance may be gone */
	} kept[STEPS_KEPT];
	size_t n; /* of all */
};

#if SM_TRACE >= 2
/* Ends the process where the step is a fault. */
void steps_add(struct steps *steps, uint64_t at_us, const struct sm_step *step);

void steps_print(const struct steps *steps);

/* Where SM_TRACE_LINES_TO names a folder, lines that are taken are written to a
 * file of this process in it from now on, each once: "FILE.flow:LINE", and with
 * " alone" behind it where no other flow runs the one that took it. */
void steps_tell_lines(void);
#else
#define steps_print(steps) ((void)(steps))
#define steps_tell_lines() ((void)0)
#endif

#endif
