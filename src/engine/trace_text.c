/* SPDX-License-Identifier: MIT */
/*
 * This writes a step as a line of text, in the names of the table.  It is there
 * only where the build traces: a release build has no names.
 */
#include "engine/engine.h"

#if SM_TRACE
#include <stdio.h>

static const char *
target_name(const struct sm_flow *flow, uint8_t from, uint8_t to)
{
	return flow->names->states[to == SM_STAY ? from : to];
}

unsigned int
sm_step_line(const struct sm_step *step)
{
	return step->sm->flow->names->lines[step->row];
}

static int
taken_text(const struct sm_step *step, char *text, size_t size)
{
	const struct sm_flow *flow = step->sm->flow;
	const struct sm_names *names = flow->names;
	const char *guard = names->guards[step->row];

	return snprintf(text, size, "%s:%u #%u %s --%s%s%s--%s %s", names->file,
			sm_step_line(step), step->sm->id,
			names->states[step->from], names->events[step->event],
			*guard ? " " : "", guard,
			step->to == SM_STAY ? "" : ">",
			target_name(flow, step->from, step->to));
}

bool
sm_step_is_fault(const struct sm_step *step)
{
	return step->kind == SM_STEP_UNPROMISED || step->kind == SM_STEP_UNKEPT;
}

static int
fault_text(const struct sm_step *step, char *text, size_t size)
{
	const struct sm_names *names = step->sm->flow->names;
	const char *who = step->action ? names->actions[step->action - 1]
				       : "any action that ran";

	if (step->kind == SM_STEP_UNKEPT)
		return snprintf(text, size,
				"%s:%u #%u %s ends the flow without what it "
				"promises",
				names->file, sm_step_line(step), step->sm->id,
				names->states[step->to]);
	return snprintf(text, size, "%s:%u #%u %s: %s is not raised by %s",
			names->file, sm_step_line(step), step->sm->id,
			names->states[step->from], names->events[step->event],
			who);
}

int
sm_step_text(const struct sm_step *step, char *text, size_t size)
{
	static const char *const words[] = {
		[SM_STEP_NO_GUARD_HELD] = "no guard held",
		[SM_STEP_IGNORED] = "ignored",
		[SM_STEP_UNEXPECTED] = "unexpected",
		[SM_STEP_DROPPED] = "came too late",
	};
	const struct sm_names *names = step->sm->flow->names;

	if (sm_step_is_fault(step))
		return fault_text(step, text, size);
	if (step->kind == SM_STEP_TAKEN)
		return taken_text(step, text, size);
	return snprintf(text, size, "%s #%u %s: %s %s", names->file,
			step->sm->id, names->states[step->from],
			names->events[step->event], words[step->kind]);
}
#else
/* ISO C wants a translation unit to hold something. */
extern int sm_text_is_not_built;
#endif
