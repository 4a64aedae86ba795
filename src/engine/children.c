/* SPDX-License-Identifier: MIT */
/*
 * Instances start and end, run others by `call` and `each`, and are stopped:
 * the deepest first, one after the other, so that nothing here recurses.
 */
#include "engine/engine.h"

#include <assert.h>

void
sm_start(struct sm *sm, struct sm_loop *loop)
{
	unsigned int i;

	assert(!sm->loop);
	sm->loop = loop;
	sm->id = ++loop->last_id;
	sm->generation = 1;
	sm->due_us = SM_NEVER;
	for (i = 0; i < sm->flow->n_timers; i++)
		sm->deadline[i] = SM_NEVER;
	sm_post(sm, SM_EVENT_ENTER, NULL);
}

static void
drop_events(struct sm *sm)
{
	for (; sm->ring_len; sm->ring_len--) {
		sm_release(sm->flow, &sm->ring[sm->ring_first]);
		sm->ring_first =
			(uint8_t)((sm->ring_first + 1) % sm->flow->n_ring);
	}
}

/* It takes part in nothing any more; its memory is its owner's alone. */
static void
leave_loop(struct sm *sm)
{
	struct sm **link;

	sm->over = true;
	drop_events(sm);
	sm_requests_detach(sm);
	sm_loop_forget(sm);
	sm->loop = NULL;
	if (!sm->parent)
		return;
	for (link = &sm->parent->children; *link; link = &(*link)->sibling)
		if (*link == sm) {
			*link = sm->sibling;
			break;
		}
}

void
sm_end(struct sm *sm, uint8_t exit)
{
	struct sm *parent = sm->parent;

	leave_loop(sm);
	sm->exit = exit;
	if (parent) {
		sm->ended_next = NULL;
		if (parent->ended_last)
			parent->ended_last->ended_next = sm;
		else
			parent->ended_first = sm;
		parent->ended_last = sm;
		sm_loop_ready(parent);
	} else if (sm->ended) {
		sm->ended(sm->context, exit);
	}
}

/* The CANCEL line where there is one that leaves, else the states' exits. */
static void
cancel(struct sm *sm)
{
	struct sm_event event = { .id = SM_CANCEL };
	const struct sm_flow *flow = sm->flow;
	const struct sm_row *row = NULL;

	if (flow->cell[sm->state * flow->n_events + SM_CANCEL])
		row = sm_match(sm, SM_CANCEL, &event);
	sm->generation++;
	if (row) {
		SM_TAKEN(sm, row, sm->state, SM_CANCEL);
		sm_run_ops(sm, row->ops & (uint16_t)~SM_LAST, &event);
	}
	if (!row || row->target == SM_STAY)
		sm_run_ops(sm, flow->leave_ops[sm->state], &event);
	leave_loop(sm);
}

static void
forget_ended(struct sm *sm)
{
	sm->ended_first = NULL;
	sm->ended_last = NULL;
	sm->all_due = false;
	sm->n_items = 0;
}

void
sm_children_stop(struct sm *sm)
{
	struct sm *deepest;

	while (sm->children) {
		deepest = sm->children;
		while (deepest->children)
			deepest = deepest->children;
		cancel(deepest);
	}
	forget_ended(sm);
}

void
sm_stop(struct sm *sm)
{
	if (!sm->loop)
		return;
	sm_children_stop(sm);
	cancel(sm);
}

static void
begin(struct sm *sm, const struct sm_child *run)
{
	struct sm *child = run->prepare(sm->context, sm->n_begun);

	child->parent = sm;
	child->item = sm->n_begun++;
	child->sibling = sm->children;
	sm->children = child;
	sm_start(child, sm->loop);
}

void
sm_children_start(struct sm *sm, const struct sm_child *run)
{
	unsigned int n = run->count ? run->count(sm->context) : 1;

	sm->n_items = n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
	sm->n_begun = 0;
	sm->n_ended = 0;
	sm->all_exit = 0; /* none of nothing: as if each had the first exit */
	sm->all_due = !n;
	while (sm->n_begun < sm->n_items && sm->n_begun < run->limit)
		begin(sm, run);
	if (sm->all_due)
		sm_loop_ready(sm);
}

/* What its exit promises stays the child's. */
static void *
gift(const struct sm *child)
{
	const struct sm_flow *flow = child->flow;

	if (!flow->give || !flow->give[child->exit])
		return NULL;
	return flow->give[child->exit](child->context);
}

static void
count_end(struct sm *sm, const struct sm_child *run, uint8_t exit)
{
	if (!sm->n_ended++)
		sm->all_exit = exit;
	else if (sm->all_exit != exit)
		sm->all_exit = run->n_exits;
	if (sm->n_begun < sm->n_items)
		begin(sm, run);
	sm->all_due = run->count && sm->n_ended == sm->n_items;
}

/*
 * What there is to tell of the children that the state runs: how one of them
 * ended, or, after the last, that all have.  An `each` need not have a line
 * for the single ones.
 */
bool
sm_child_next(struct sm *sm, const struct sm_child *run, struct sm_event *event)
{
	const struct sm_flow *flow = sm->flow;
	struct sm *child;

	while ((child = sm->ended_first)) {
		sm->ended_first = child->ended_next;
		if (!sm->ended_first)
			sm->ended_last = NULL;
		*event = (struct sm_event){
			.payload = gift(child),
			.id = (uint8_t)(run->any_first + child->exit),
			.item = child->item,
		};
		count_end(sm, run, child->exit);
		if (!run->count ||
		    flow->cell[sm->state * flow->n_events + event->id])
			return true;
	}
	if (!sm->all_due)
		return false;
	sm->all_due = false;
	*event = (struct sm_event){
		.id = (uint8_t)(run->all_first + sm->all_exit),
	};
	return true;
}
