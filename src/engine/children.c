/* SPDX-License-Identifier: MIT */
/*
 * Instances start and end, run others by `call` and `each`, and are stopped:
 * the deepest first, one after the other, so that none finds another below it
 * and nothing here recurses.
 */
#include "engine/engine.h"

#include <assert.h>

void
sm_init(struct sm *sm, const struct sm_flow *flow, void *context)
{
	sm->flow = flow;
	sm->context = context;
	sm->generation = 1;
	sm->due_us = SM_NEVER;
	sm_list_init(&sm->children);
}

void
sm_start(struct sm *sm, struct sm_loop *loop)
{
	assert(sm->flow && "its FLOW_sm_init() is called before sm_start()");
	assert(loop->host && "sm_loop_init() is called before sm_start()");
	assert(!sm->loop);
	sm->loop = loop;
	sm->id = ++loop->last_id;
	SM_TRACE_BEGIN(sm);
	sm_post(sm, SM_EVENT_ENTER, NULL);
}

/* It takes part in nothing any more, but that its parent may be told. */
static void
retire(struct sm *sm)
{
	struct sm_event *event;

	sm->over = true;
	sm->loop = NULL;
	while (sm->ring_head != sm->ring_tail) {
		event = &sm->ring[sm->ring_head++ & sm->flow->ring_mask];
		sm_release(sm->flow, event->id, event->payload);
	}
	sm_requests_detach(sm);
	sm_unlink(&sm->timed);
}

/* A child has one more turn, in which its parent is told. */
void
sm_end(struct sm *sm)
{
	sm->exit = (uint8_t)(sm->state - sm->flow->n_states);
	SM_CHECK_EXIT(sm);
	if (sm->parent)
		sm_loop_ready(sm);
	else
		sm_unlink(&sm->ready);
	retire(sm);
	if (!sm->parent && sm->ended)
		sm->ended(sm->context, sm->exit);
}

/* The table's rows for CANCEL leave all states; nothing runs in them now. */
static void
cancel(struct sm *sm)
{
	struct sm_event event = { .id = SM_CANCEL };

	if (sm->loop) {
		sm_dispatch(sm, &event);
		SM_RECORD(sm, SM_STEP_STOPPED, SM_AT(0, sm->state, 0), 0);
	}
	retire(sm);
	sm_unlink(&sm->ready);
	sm_unlink(&sm->sibling);
}

/* What runs below it: the deepest first. */
void
sm_children_stop(struct sm *sm)
{
	struct sm *below = sm;

	while (!sm_list_empty(&sm->children)) {
		below = SM_OF(below->children.next, struct sm, sibling);
		if (sm_list_empty(&below->children)) {
			cancel(below);
			below = sm;
		}
	}
	sm->pending &= SM_PENDING_OVERFLOW;
	sm->runs = 0;
}

void
sm_stop(struct sm *sm)
{
	if (!sm->loop)
		return;
	SM_TRACE_TURN(sm->loop, sm_now_us(sm));
	sm_children_stop(sm);
	cancel(sm);
}

static void
begin(struct sm *sm, struct sm *child)
{
	child->parent = sm;
	child->item = (uint16_t)sm->n_begun++;
	sm_link_before(sm->children.next, &child->sibling);
	sm_start(child, sm->loop);
}

/* Begin as many as may run; with none to run, all have ended. */
static void
go_on(struct sm *sm, const struct sm_child *run)
{
	struct sm *child;

	while (sm->n_begun - sm->n_ended < run->limit &&
	       (child = sm->flow->prepare(sm->context, sm->runs - 1u,
					  sm->n_begun)))
		begin(sm, child);
	if (sm->n_ended < sm->n_begun)
		return;
	sm->all = (uint8_t)(run->all_first + sm->all);
	sm->pending |= SM_PENDING_ALL;
	sm_loop_ready(sm);
}

void
sm_children_start(struct sm *sm, unsigned int child)
{
	sm->runs = (uint8_t)(child + 1);
	sm->n_begun = 0;
	sm->n_ended = 0;
	sm->all = 0; /* none of nothing: as if each had the first exit */
	go_on(sm, &sm->flow->child[child]);
}

/* What its exit promises stays the child's. */
static void *
promised(const struct sm *child)
{
	const struct sm_flow *flow = child->flow;

	return flow->give ? flow->give(child->context, child->exit) : NULL;
}

/* A child has ended: that is an event of its parent, who is returned. */
struct sm *
sm_tell_parent(struct sm *child, struct sm_event *event)
{
	struct sm *sm = child->parent;
	const struct sm_child *run;

	sm_unlink(&child->ready);
	sm_unlink(&child->sibling);
	sm_loop_ready(sm);
	event->payload = promised(child);
	run = &sm->flow->child[sm->runs - 1];
	event->id = (uint8_t)(run->any_first + child->exit);
	event->item = child->item;
	if (!sm->n_ended++)
		sm->all = child->exit;
	else if (sm->all != child->exit)
		sm->all = run->n_exits;
	if (run->all_first)
		go_on(sm, run);
	return sm;
}
