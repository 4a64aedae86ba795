/* SPDX-License-Identifier: MIT */
/*
 * What the engine's files tell one another.  Private to src/engine.
 *
 *   loop.c        which instance runs next, and when the host must call again
 *   dispatch.c    an event finds its row, and the row is taken
 *   children.c    instances start, end, run others and are stopped
 *   timer.c       deadlines
 *   duration.c    growth and jitter, for tables that have them
 *   request.c     port requests and their answers
 *   trace.c       what is done, as records in a ring
 *   trace_file.c  records in a file
 *   trace_text.c  a record, or a step, as a line of text
 *   promise.c     what actions and exits promise, held where the build traces
 */
#ifndef SM_ENGINE_H
#define SM_ENGINE_H

#include "engine/traced.h"

#define SM_RUN_MAX 32 /* turns in one call of sm_loop_run() */

/* Lists are rings of links.  A link that is in none has no next. */
#define SM_OF(link_, type_, member_) \
	((type_ *)(void *)((char *)(link_)-offsetof(type_, member_)))

static inline void
sm_list_init(struct sm_link *head)
{
	head->next = head;
	head->prev = head;
}

static inline bool
sm_list_empty(const struct sm_link *head)
{
	return head->next == head;
}

/* In front of ${at}; at the end, where that is the head. */
static inline void
sm_link_before(struct sm_link *at, struct sm_link *link)
{
	link->next = at;
	link->prev = at->prev;
	at->prev->next = link;
	at->prev = link;
}

/* Allowed on one that is in none. */
void sm_unlink(struct sm_link *link);

/* sm.pending */
enum {
	SM_PENDING_ALL = 1,	 /* all that its state runs have ended */
	SM_PENDING_OVERFLOW = 2, /* an event was lost */
};

/* loop.c */
void sm_loop_ready(struct sm *sm);
void sm_loop_queue(struct sm *sm, unsigned int id, void *payload,
		   uint32_t generation);

/* dispatch.c */
void sm_dispatch(struct sm *sm, struct sm_event *event);
void sm_release(const struct sm_flow *flow, unsigned int event, void *payload);

/* children.c */
void sm_children_start(struct sm *sm, unsigned int child);
void sm_children_stop(struct sm *sm);
struct sm *sm_tell_parent(struct sm *child, struct sm_event *event);
void sm_end(struct sm *sm);

/* request.c */
void sm_requests_detach(struct sm *sm);

/* timer.c */
void sm_timer_arm(struct sm *sm, unsigned int timer);
void sm_timer_disarm(struct sm *sm, unsigned int timer);
uint8_t sm_timer_first(struct sm *sm);

#endif
