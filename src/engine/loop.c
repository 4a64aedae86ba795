/* SPDX-License-Identifier: MIT */
/*
 * In the loop, instances with something to do stand in a queue, instances with
 * a deadline in a list, soonest first.  The first of the queue has its turn: it
 * dispatches one event, and goes to the end if there is more, so that none
 * starves another.
 */
#include "engine/engine.h"

void
sm_loop_init(struct sm_loop *loop, const struct sm_host *host)
{
	loop->host = host;
	loop->last_id = 0;
	loop->running = false;
	SM_TRACE_NONE(loop);
	sm_list_init(&loop->ready);
	sm_list_init(&loop->timed);
}

static void
wake(struct sm_loop *loop, uint64_t at_us)
{
	loop->host->wake(loop->host->world, at_us);
}

void
sm_loop_ready(struct sm *sm)
{
	struct sm_loop *loop = sm->loop;

	if (sm->ready.next)
		return;
	sm_link_before(&loop->ready, &sm->ready);
	if (!loop->running)
		wake(loop, 0);
}

void
sm_unlink(struct sm_link *link)
{
	if (!link->next)
		return;
	link->prev->next = link->next;
	link->next->prev = link->prev;
	link->next = NULL;
}

static bool
has_more(const struct sm *sm, uint64_t now_us)
{
	return sm->ring_head != sm->ring_tail || sm->pending ||
	       sm->due_us <= now_us;
}

/*
 * The next thing that happens to an instance: that all its children have
 * ended, what was posted, that events were lost, and last what is due.
 */
static bool
next_event(struct sm *sm, uint64_t now_us, struct sm_event *event)
{
	if (sm->pending & SM_PENDING_ALL) {
		sm->pending &= SM_PENDING_OVERFLOW;
		event->id = sm->all;
	} else if (sm->ring_head != sm->ring_tail) {
		*event = sm->ring[sm->ring_head++ & sm->flow->ring_mask];
	} else if (sm->pending) {
		sm->pending = 0;
		event->id = SM_OVERFLOW;
	} else if (sm->due_us <= now_us) {
		event->id = sm_timer_first(sm);
	} else {
		return false;
	}
	return true;
}

/*
 * The instance's place in the queue while its event is dispatched: where there
 * is more for it, in front of those that this event makes ready.
 */
static void
requeue(struct sm *sm, uint64_t now_us)
{
	struct sm_link *place = &sm->ready;

	if (!has_more(sm, now_us)) {
		sm_unlink(place);
	} else if (place->next != place->prev) { /* it is not alone */
		sm_unlink(place);
		sm_loop_ready(sm);
	}
}

/* An instance that ends may be freed by its owner at once. */
static void
turn(struct sm *sm, uint64_t now_us)
{
	struct sm_event event = { 0 };

	if (!sm->loop) {
		sm = sm_tell_parent(sm, &event);
	} else if (!next_event(sm, now_us, &event)) {
		sm_unlink(&sm->ready);
		return;
	}
	requeue(sm, now_us);
	sm_dispatch(sm, &event);
	if (event.payload)
		sm_release(sm->flow, event.id, event.payload);
	if (sm->state >= sm->flow->n_states)
		sm_end(sm);
}

static struct sm *
timed(const struct sm_link *link)
{
	return SM_OF(link, struct sm, timed);
}

/* Those whose time has come have something to do. */
static void
ready_due(struct sm_loop *loop, uint64_t now_us)
{
	struct sm_link *at = loop->timed.next;

	for (; at != &loop->timed && timed(at)->due_us <= now_us; at = at->next)
		sm_loop_ready(timed(at));
}

/* When there is something to do. */
static uint64_t
next_us(const struct sm_loop *loop)
{
	if (!sm_list_empty(&loop->ready))
		return 0;
	if (sm_list_empty(&loop->timed))
		return SM_NEVER;
	return timed(loop->timed.next)->due_us;
}

void
sm_loop_run(struct sm_loop *loop)
{
	unsigned int n = SM_RUN_MAX;
	uint64_t now_us;

	if (loop->running)
		return;
	loop->running = true;
	now_us = loop->host->now_us(loop->host->world);
	SM_TRACE_TURN(loop, now_us);
	ready_due(loop, now_us);
	for (; n && !sm_list_empty(&loop->ready); n--)
		turn(SM_OF(loop->ready.next, struct sm, ready), now_us);
	loop->running = false;
	SM_TRACE_WRITE(loop);
	wake(loop, next_us(loop));
}

/* Into the ring; where it is full, that becomes an event of its own. */
void
sm_loop_queue(struct sm *sm, unsigned int id, void *payload,
	      uint32_t generation)
{
	uint8_t mask = sm->flow->ring_mask;

	SM_CHECK_PROMISE(sm, id);
	if (sm->loop && (uint8_t)(sm->ring_tail - sm->ring_head) <= mask) {
		sm->ring[sm->ring_tail++ & mask] =
			(struct sm_event){ payload, generation, 0,
					   (uint8_t)id };
		sm_loop_ready(sm);
		return;
	}
	sm_release(sm->flow, id, payload);
	if (sm->loop)
		sm->pending |= SM_PENDING_OVERFLOW;
}

void
sm_post(struct sm *sm, uint8_t id, void *payload)
{
	sm_loop_queue(sm, id, payload, 0);
}

void
sm_answer(struct sm *sm, uint8_t id, void *payload)
{
	sm_loop_queue(sm, id, payload, sm->generation);
}

void *
sm_event_take(struct sm_event *event)
{
	void *payload = event->payload;

	event->payload = NULL;
	return payload;
}
