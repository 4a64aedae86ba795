/* SPDX-License-Identifier: MIT */
/*
 * The loop: instances with something to do stand in a queue, instances with
 * a deadline in a list, soonest first.  An instance dispatches one event at a
 * time and goes to the end of the queue, so that none starves another.
 */
#include "engine/engine.h"

void
sm_loop_init(struct sm_loop *loop, const struct sm_host *host)
{
	*loop = (struct sm_loop){ .host = host };
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

	if (sm->ready)
		return;
	sm->ready = true;
	sm->ready_next = NULL;
	if (loop->ready_last)
		loop->ready_last->ready_next = sm;
	else
		loop->ready_first = sm;
	loop->ready_last = sm;
	if (!loop->running)
		wake(loop, 0);
}

static void
untime(struct sm *sm)
{
	if (sm->timed_prev)
		sm->timed_prev->timed_next = sm->timed_next;
	else if (sm->loop->timed == sm)
		sm->loop->timed = sm->timed_next;
	if (sm->timed_next)
		sm->timed_next->timed_prev = sm->timed_prev;
	sm->timed_next = NULL;
	sm->timed_prev = NULL;
}

/* Find the instance's place in the list again, as its deadlines changed. */
void
sm_loop_timed(struct sm *sm)
{
	struct sm *prev = NULL, *next;
	uint64_t due_us = SM_NEVER;
	unsigned int t;

	for (t = 0; t < sm->flow->n_timers; t++)
		if (sm->deadline[t] < due_us)
			due_us = sm->deadline[t];
	if (due_us == sm->due_us)
		return;
	untime(sm);
	sm->due_us = due_us;
	if (due_us == SM_NEVER)
		return;
	next = sm->loop->timed;
	while (next && next->due_us <= due_us) {
		prev = next;
		next = next->timed_next;
	}
	sm->timed_prev = prev;
	sm->timed_next = next;
	if (prev)
		prev->timed_next = sm;
	else
		sm->loop->timed = sm;
	if (next)
		next->timed_prev = sm;
}

static struct sm *
pop_ready(struct sm_loop *loop)
{
	struct sm *sm = loop->ready_first;

	if (!sm)
		return NULL;
	loop->ready_first = sm->ready_next;
	if (!loop->ready_first)
		loop->ready_last = NULL;
	sm->ready = false;
	return sm;
}

/* Take the instance out of all of the loop's lists. */
void
sm_loop_forget(struct sm *sm)
{
	struct sm **link = &sm->loop->ready_first, *last = NULL;

	untime(sm);
	sm->due_us = SM_NEVER;
	if (!sm->ready)
		return;
	while (*link != sm) {
		last = *link;
		link = &last->ready_next;
	}
	*link = sm->ready_next;
	if (sm->loop->ready_last == sm)
		sm->loop->ready_last = last;
	sm->ready = false;
}

static void
ready_due(struct sm_loop *loop, uint64_t now_us)
{
	struct sm *sm;

	for (sm = loop->timed; sm && sm->due_us <= now_us; sm = sm->timed_next)
		sm_loop_ready(sm);
}

/*
 * The next thing that happens to an instance: how its children ended, what
 * was posted, what is due, and last that events were lost.
 */
static bool
next_event(struct sm *sm, uint64_t now_us, struct sm_event *event)
{
	const struct sm_flow *flow = sm->flow;
	uint8_t child = flow->state_child[sm->state];

	if (child && sm_child_next(sm, &flow->child[child - 1], event))
		return true;
	if (sm->ring_len) {
		*event = sm->ring[sm->ring_first];
		sm->ring_first = (uint8_t)((sm->ring_first + 1) % flow->n_ring);
		sm->ring_len--;
		return true;
	}
	if (sm->overflow) {
		sm->overflow = false;
		*event = (struct sm_event){ .id = SM_OVERFLOW };
		return true;
	}
	return sm_timer_due(sm, now_us, event);
}

static void
step(struct sm *sm, uint64_t now_us)
{
	struct sm_event event;

	if (!next_event(sm, now_us, &event))
		return;
	sm_loop_ready(sm); /* there may be more */
	if (event.generation && event.generation != sm->generation) {
		sm_report(sm, SM_STEP_DROPPED, event.id);
		sm_release(sm->flow, &event);
		return;
	}
	sm_dispatch(sm, &event);
	sm_release(sm->flow, &event);
	if (sm->over)
		sm_end(sm, sm->exit);
}

void
sm_loop_run(struct sm_loop *loop)
{
	unsigned int n = SM_RUN_MAX;
	struct sm *sm;
	uint64_t now_us;

	if (loop->running)
		return;
	loop->running = true;
	now_us = loop->host->now_us(loop->host->world);
	ready_due(loop, now_us);
	while (n-- && (sm = pop_ready(loop)))
		step(sm, now_us);
	loop->running = false;
	if (loop->ready_first)
		wake(loop, 0);
	else
		wake(loop, loop->timed ? loop->timed->due_us : SM_NEVER);
}

/* Into the ring; where it is full, that becomes an event of its own. */
void
sm_loop_queue(struct sm *sm, struct sm_event *event)
{
	unsigned int at = (unsigned int)sm->ring_first + sm->ring_len;

	SM_CHECK_PROMISE(sm, event->id);
	if (sm->over || !sm->loop) {
		sm_release(sm->flow, event);
		return;
	}
	if (sm->ring_len == sm->flow->n_ring) {
		sm->overflow = true;
		sm_release(sm->flow, event);
	} else {
		sm->ring[at % sm->flow->n_ring] = *event;
		sm->ring_len++;
	}
	sm_loop_ready(sm);
}

void
sm_post(struct sm *sm, uint8_t id, void *payload)
{
	struct sm_event event = { .payload = payload, .id = id };

	sm_loop_queue(sm, &event);
}

void *
sm_event_take(struct sm_event *event)
{
	void *payload = event->payload;

	event->payload = NULL;
	return payload;
}
