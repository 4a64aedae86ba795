/* SPDX-License-Identifier: MIT */
/*
 * What the engine's files tell one another.  Private to src/engine.
 *
 *   loop.c      which instance runs next, and when the host must call again
 *   dispatch.c  an event finds its row, and the row is taken
 *   children.c    instances start, end, run others and are stopped
 *   timer.c     durations, deadlines
 *   request.c       questions to the world and their answers
 *   trace_text.c      a step as a line of text
 *   promise.c   what actions and exits promise, held where the build traces
 */
#ifndef SM_ENGINE_H
#define SM_ENGINE_H

#include "sm_trace.h"

#define SM_RUN_MAX 32 /* events in one call of sm_loop_run() */

/* loop.c */
void sm_loop_ready(struct sm *sm);
void sm_loop_queue(struct sm *sm, struct sm_event *event);
void sm_loop_forget(struct sm *sm);
void sm_loop_timed(struct sm *sm);

/* dispatch.c */
void sm_dispatch(struct sm *sm, struct sm_event *event);
const struct sm_row *sm_match(struct sm *sm, uint8_t id,
			      const struct sm_event *event);
void sm_run_ops(struct sm *sm, uint16_t first, struct sm_event *event);
void sm_release(const struct sm_flow *flow, struct sm_event *event);
void sm_report(const struct sm *sm, enum sm_step_kind kind, uint8_t event);

/* children.c */
void sm_children_start(struct sm *sm, const struct sm_child *child);
void sm_children_stop(struct sm *sm);
bool sm_child_next(struct sm *sm, const struct sm_child *run,
		   struct sm_event *event);
void sm_end(struct sm *sm, uint8_t exit);

/* timer.c */
void sm_timer_arm(struct sm *sm, uint8_t timer);
void sm_timer_disarm(struct sm *sm, uint8_t timer);
bool sm_timer_due(struct sm *sm, uint64_t now_us, struct sm_event *event);

/* request.c */
void sm_requests_detach(struct sm *sm);

#if SM_TRACE
/* promise.c */
void sm_promise(struct sm *sm, uint8_t action);
void sm_check_promise(struct sm *sm, uint8_t event);
void sm_check_gift(struct sm *sm);

#define SM_PROMISE(sm_, action_)      sm_promise(sm_, action_)
#define SM_PROMISED(sm_)	      ((sm_)->acting = 0)
#define SM_CHECK_PROMISE(sm_, event_) sm_check_promise(sm_, event_)
#define SM_CHECK_GIFT(sm_)	      sm_check_gift(sm_)
#define SM_TAKEN(sm_, row_, from_, event_)                          \
	do {                                                        \
		(sm_)->row = (uint16_t)((row_) - (sm_)->flow->row); \
		SM_REPORT(sm_, SM_STEP_TAKEN, (sm_)->row, from_,    \
			  (row_)->target, event_);                  \
	} while (0)
#define SM_REPORT(sm_, kind_, row_, from_, to_, event_)          \
	do {                                                     \
		const struct sm_host *host_ = (sm_)->loop->host; \
		struct sm_step step_ = { .sm = (sm_),            \
					 .kind = (kind_),        \
					 .row = (row_),          \
					 .from = (from_),        \
					 .to = (to_),            \
					 .event = (event_) };    \
		if (host_->trace)                                \
			host_->trace(host_->world, &step_);      \
	} while (0)
#else
#define SM_PROMISE(sm_, action_)			((void)0)
#define SM_PROMISED(sm_)				((void)0)
#define SM_CHECK_PROMISE(sm_, event_)			((void)0)
#define SM_CHECK_GIFT(sm_)				((void)0)
#define SM_TAKEN(sm_, row_, from_, event_)		((void)(from_))
#define SM_REPORT(sm_, kind_, row_, from_, to_, event_) ((void)(from_))
#endif

#endif
