/* SPDX-License-Identifier: MIT */
/*
 * What the engine did, step by step, for a host that wants to see it: only in
 * a build with SM_TRACE.  A release build has neither the code nor the names.
 */
#ifndef SM_TRACE_H
#define SM_TRACE_H

#include "sm_table.h"

enum sm_step_kind {
	SM_STEP_TAKEN,
	SM_STEP_NO_GUARD_HELD, /* lines were there, no guard held */
	SM_STEP_IGNORED,       /* declared */
	SM_STEP_UNEXPECTED,    /* no line */
	SM_STEP_DROPPED,       /* an answer or an expiry that came too late */
	SM_STEP_UNPROMISED,    /* no action that raises it ran: a fault in C */
	SM_STEP_UNKEPT,	       /* it ended without what its exit promises */
};

/* What the engine did with one event. */
struct sm_step {
	const struct sm *sm;
	enum sm_step_kind kind;
	uint16_t row; /* SM_STEP_TAKEN; of the last two: what was taken last */
	uint16_t action; /* SM_STEP_UNPROMISED: 1 + who posted it, or 0 */
	uint8_t from, to, event;
};

#if SM_TRACE
/*
 * One line of text about a step, without time and newline:
 * "exchange.flow:99 #12 POST --RESPONSE [busy]--> BUSY"
 * Returns its length as snprintf() does.
 */
int sm_step_text(const struct sm_step *step, char *text, size_t size);

/* Is it a fault in what is written around the tables? */
bool sm_step_is_fault(const struct sm_step *step);

/* The line of the table behind a step that was taken. */
unsigned int sm_step_line(const struct sm_step *step);
#endif

#endif
