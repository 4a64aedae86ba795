/* SPDX-License-Identifier: MIT */
/*
 * By these macros the engine says what it does.  Where the build has no trace,
 * or not so much of it, they are nothing.  Private to src/engine.
 *
 *   SM_RECORD  a record, from level 1 on
 *   SM_DETAIL  a record, from level 2 on
 *   SM_TELL    a step, to the host, from level 2 on
 *   SM_REPORT  both, of an event that no line takes
 *   SM_TAKEN   both, of a row
 */
#ifndef SM_ENGINE_TRACED_H
#define SM_ENGINE_TRACED_H

#include "sm_trace.h"

#if SM_TRACE
#define SM_ID_BITS 16 /* of sm_record.when: sm.id */

/* trace.c */
void sm_trace_begin(struct sm *sm);
struct sm_record sm_trace_flow(const struct sm_trace *trace,
			       unsigned int number);
void sm_record(const struct sm *sm, uint32_t as, uint32_t what);
void sm_record_taken(const struct sm *sm, const struct sm_row *row,
		     unsigned int from, unsigned int event);
void sm_record_not_taken(const struct sm *sm, uint32_t what);

/* sm_record.as.at, the same where a state is not left, and sm_record.what. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SM_AT(row_, from_, to_) \
	((uint32_t)(row_) | (uint32_t)(from_) << 16 | (uint32_t)(to_) << 24)
#define SM_AT_STATE(state_) ((state_)*UINT32_C(0x01010000))
#define SM_WHAT(flow_, event_, kind_, item_)           \
	((uint32_t)(flow_) | (uint32_t)(event_) << 8 | \
	 (uint32_t)(kind_) << 16 | (uint32_t)(item_) << 24)
#else
#define SM_AT(row_, from_, to_) \
	((uint32_t)(row_) << 16 | (uint32_t)(from_) << 8 | (uint32_t)(to_))
#define SM_AT_STATE(state_) ((state_)*UINT32_C(0x0101))
#define SM_WHAT(flow_, event_, kind_, item_)                  \
	((uint32_t)(flow_) << 24 | (uint32_t)(event_) << 16 | \
	 (uint32_t)(kind_) << 8 | (uint32_t)(item_))
#endif

#define SM_APART	     __attribute__((noinline))
#define SM_TRACE_NONE(loop_) ((loop_)->trace = NULL)
#define SM_TRACE_TURN(loop_, us_)                                  \
	do {                                                       \
		if ((loop_)->trace)                                \
			(loop_)->trace->now = (us_) << SM_ID_BITS; \
	} while (0)
#define SM_TRACE_BEGIN(sm_) sm_trace_begin(sm_)
#define SM_TRACE_WRITE(loop_)                                \
	do {                                                 \
		if ((loop_)->trace && (loop_)->trace->write) \
			sm_trace_write((loop_)->trace);      \
	} while (0)
#define SM_RECORD(sm_, kind_, as_, event_) \
	sm_record(sm_, as_, SM_WHAT(0, event_, kind_, 0))
#else
#define SM_APART
#define SM_TRACE_NONE(loop_)		   ((void)0)
#define SM_TRACE_TURN(loop_, us_)	   ((void)0)
#define SM_TRACE_BEGIN(sm_)		   ((void)0)
#define SM_TRACE_WRITE(loop_)		   ((void)0)
#define SM_RECORD(sm_, kind_, as_, event_) ((void)0)
#endif

#if SM_TRACE >= 2
/* promise.c */
void sm_promise(struct sm *sm, uint8_t action);
void sm_check_promise(struct sm *sm, unsigned int event);
void sm_check_exit(struct sm *sm);

/* trace_text.c */
void sm_tell_step(const struct sm_step *step);

#define SM_PROMISE(sm_, action_)      sm_promise(sm_, action_)
#define SM_PROMISED(sm_)	      ((sm_)->acting = 0)
#define SM_CHECK_PROMISE(sm_, event_) sm_check_promise(sm_, event_)
#define SM_CHECK_EXIT(sm_)	      sm_check_exit(sm_)
#define SM_TOOK(sm_, row_)	      ((sm_)->row = (row_))
#define SM_TELL(sm_, kind_, row_, from_, to_, event_)          \
	sm_tell_step(&(const struct sm_step){ .sm = (sm_),     \
					      .kind = (kind_), \
					      .row = (row_),   \
					      .from = (from_), \
					      .to = (to_),     \
					      .event = (uint8_t)(event_) })
#define SM_DETAIL(sm_, kind_, as_, event_) SM_RECORD(sm_, kind_, as_, event_)
#else
#define SM_PROMISE(sm_, action_)		      ((void)0)
#define SM_PROMISED(sm_)			      ((void)0)
#define SM_CHECK_PROMISE(sm_, event_)		      ((void)0)
#define SM_CHECK_EXIT(sm_)			      ((void)0)
#define SM_TOOK(sm_, row_)			      ((void)0)
#define SM_TELL(sm_, kind_, row_, from_, to_, event_) ((void)0)
#define SM_DETAIL(sm_, kind_, as_, event_)	      ((void)0)
#endif

#if SM_TRACE
/* The number of a row. */
#define SM_ROW(sm_, row_) ((uint16_t)((row_) - (sm_)->flow->row))

#define SM_TAKEN(sm_, row_, from_, event_)                            \
	do {                                                          \
		SM_TOOK(sm_, SM_ROW(sm_, row_));                      \
		sm_record_taken(sm_, row_, from_, event_);            \
		SM_TELL(sm_, SM_STEP_TAKEN, SM_ROW(sm_, row_), from_, \
			(row_)->target, event_);                      \
	} while (0)
#define SM_REPORT(sm_, kind_, event_)                                       \
	do {                                                                \
		sm_record_not_taken(sm_, SM_WHAT(0, event_, kind_, 0));     \
		SM_TELL(sm_, kind_, 0, (sm_)->state, (sm_)->state, event_); \
	} while (0)
#else
#define SM_TAKEN(sm_, row_, from_, event_) ((void)(from_))
#define SM_REPORT(sm_, kind_, event_) \
	((void)(sm_), (void)(kind_), (void)(event_))
#endif

#endif
