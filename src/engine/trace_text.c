/* SPDX-License-Identifier: MIT */
/*
 * This writes a record, or a step, as a line of text.  A build of level 1 has
 * no names, so there a record is told by numbers, with the hash by which
 * flowtrace finds their names.
 */
#include "engine/engine.h"

#if SM_TRACE
#include <inttypes.h>
#include <stdio.h>

/* Before now, as the clock says nothing to who reads a log. */
static double
seconds_ago(const struct sm_trace *trace, const struct sm_record *record)
{
	return (double)((trace->now >> SM_ID_BITS) -
			(record->when >> SM_ID_BITS)) /
	       1e6;
}
#endif

#if SM_TRACE >= 2

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

/* A row that no line stands behind is how an instance is stopped. */
void
sm_tell_step(const struct sm_step *step)
{
	const struct sm_host *host = step->sm->loop->host;

	if (host->trace && (step->kind != SM_STEP_TAKEN || sm_step_line(step)))
		host->trace(host->world, step);
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

/* What there are no steps of. */
static int
detail_text(const struct sm_flow *flow, const struct sm_record *record,
	    char *text, size_t size)
{
	static const char *const words[] = {
		[SM_STEP_STOPPED] = "is stopped",
		[SM_STEP_GUARD_TRUE] = "holds",
		[SM_STEP_GUARD_FALSE] = "does not hold",
		[SM_STEP_TIMER_ARMED] = "is armed",
		[SM_STEP_TIMER_CANCELLED] = "is cancelled",
		[SM_STEP_TIMER_OVERTAKEN] = "is cancelled, as it runs out",
	};
	const struct sm_names *names = flow->names;
	const char *what = names->events[record->event];
	unsigned int id = (uint16_t)record->when;

	if (record->kind == SM_STEP_STARTED)
		return snprintf(text, size, "%s #%u is started by #%u",
				names->file, id, record->as.at.row);
	if (record->kind == SM_STEP_STOPPED)
		what = names->states[record->as.at.from];
	else if (record->kind == SM_STEP_GUARD_TRUE ||
		 record->kind == SM_STEP_GUARD_FALSE)
		what = names->conditions[record->as.guard];
	return snprintf(text, size, "%s #%u: %s %s", names->file, id, what,
			words[record->kind]);
}

static int
words(const struct sm_flow *flow, const struct sm_record *record, char *text,
      size_t size)
{
	const struct sm sm = { .flow = flow, .id = (uint16_t)record->when };
	const struct sm_step step = { .sm = &sm,
				      .kind = record->kind,
				      .row = record->as.at.row,
				      .from = record->as.at.from,
				      .to = record->as.at.to,
				      .event = record->event };

	return record->kind < SM_STEP_FLOW
		       ? sm_step_text(&step, text, size)
		       : detail_text(flow, record, text, size);
}
#elif SM_TRACE
static int
words(const struct sm_flow *flow, const struct sm_record *record, char *text,
      size_t size)
{
	return snprintf(text, size,
			"%s #%u: kind %u row %u state %u event %u target %u "
			"tables %016" PRIx64,
			flow->name, (uint16_t)record->when, record->kind,
			record->as.at.row, record->as.at.from, record->event,
			record->as.at.to, flow->hash);
}
#endif

#if SM_TRACE
int
sm_record_text(const struct sm_trace *trace, const struct sm_record *record,
	       char *text, size_t size)
{
	int n, len = snprintf(text, size, "-%.3f ", seconds_ago(trace, record));

	if (len < 0 || (size_t)len >= size)
		return len;
	n = words(trace->flow[record->flow - 1], record, text + len,
		  size - (size_t)len);
	return n < 0 ? n : len + n;
}
#else
/* ISO C wants a translation unit to hold something. */
extern int sm_text_is_not_built;
#endif
