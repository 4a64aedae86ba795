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
/* trace.c */
void sm_trace_turn(struct sm_loop *loop, uint64_t now_us);
void sm_trace_begin(struct sm *sm);
struct sm_record sm_trace_flow(const struct sm_trace *trace,
			       unsigned int number);
void sm_record(const struct sm *sm, uint32_t as, uint32_t what);

/* The last four bytes of a record in one piece. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define SM_LAST_BYTES(flow_, event_, kind_, item_)     \
	((uint32_t)(flow_) | (uint32_t)(event_) << 8 | \
	 (uint32_t)(kind_) << 16 | (uint32_t)(item_) << 24)
#else
#define SM_LAST_BYTES(flow_, event_, kind_, item_)            \
	((uint32_t)(flow_) << 24 | (uint32_t)(event_) << 16 | \
	 (uint32_t)(kind_) << 8 | (uint32_t)(item_))
#endif

/* sm_record.as.at in one piece; compilers see that it is one store. */
static inline uint32_t
sm_at(uint16_t row, uint8_t from, uint8_t to)
{
	struct sm_record record = { .as.at = { row, from, to } };

	return record.as.ms;
}

#define SM_AT(row_, from_, to_)	  sm_at((uint16_t)(row_), from_, to_)
#define SM_APART		  __attribute__((noinline))
#define SM_TRACE_NONE(loop_)	  ((loop_)->trace = NULL)
#define SM_TRACE_TURN(loop_, us_) sm_trace_turn(loop_, us_)
#define SM_TRACE_BEGIN(sm_)	  sm_trace_begin(sm_)
#define SM_TRACE_WRITE(loop_)                                \
	do {                                                 \
		if ((loop_)->trace && (loop_)->trace->write) \
			sm_trace_write((loop_)->trace);      \
	} while (0)
#define SM_RECORD(sm_, kind_, as_, event_) \
	sm_record(sm_, as_, SM_LAST_BYTES(0, event_, kind_, 0))
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
					      .event = (event_) })
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
#define SM_TAKEN(sm_, row_, from_, event_)                                  \
	do {                                                                \
		uint16_t number_ = (uint16_t)((row_) - (sm_)->flow->row);   \
                                                                            \
		SM_TOOK(sm_, number_);                                      \
		SM_RECORD(sm_, SM_STEP_TAKEN,                               \
			  SM_AT(number_, from_, (row_)->target), event_);   \
		SM_TELL(sm_, SM_STEP_TAKEN, number_, from_, (row_)->target, \
			event_);                                            \
	} while (0)
#define SM_REPORT(sm_, kind_, event_)                                       \
	do {                                                                \
		SM_RECORD(sm_, kind_, SM_AT(0, (sm_)->state, (sm_)->state), \
			  event_);                                          \
		SM_TELL(sm_, kind_, 0, (sm_)->state, (sm_)->state, event_); \
	} while (0)
#else
#define SM_TAKEN(sm_, row_, from_, event_) ((void)(from_))
#define SM_REPORT(sm_, kind_, event_) \
	((void)(sm_), (void)(kind_), (void)(event_))
#endif

#endif
