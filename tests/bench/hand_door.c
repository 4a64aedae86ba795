/* SPDX-License-Identifier: MIT */
/*
 * bench_door.flow as somebody writes it who has no tables: a switch of states
 * and events.  It has all that the engine gives to it: a ring of events, each
 * with a payload that is released once, a queue of machines in which none
 * starves another, a list of deadlines, answers that come too late, and a
 * report of what no state expects.  It leaves out what this door never needs:
 * children, counters, timers of its own.
 */
#include "bench_door.h"

#include <stddef.h>

#define RING 8

struct hand_door {
	struct sm_link ready; /* first: it is the machine's address, too */
	struct hand_loop *loop;
	void (*dispatch)(struct hand_door *door, struct sm_event *event);
	void (*release)(struct sm_event *event);
	void (*ended)(struct bench_door *context);
	struct bench_door *context;
	struct sm_link timed;
	uint64_t due_us;
	uint32_t generation;
	enum state {
		OPEN,
		SHUT,
		LOCKED,
		UNLOCKED
	} state;
	uint8_t head, tail;
	bool lost;
	struct sm_event ring[RING];
};

static void
put_last(struct sm_link *list, struct sm_link *place)
{
	place->next = list;
	place->prev = list->prev;
	list->prev->next = place;
	list->prev = place;
}

static void
take_out(struct sm_link *place)
{
	if (!place->next)
		return;
	place->prev->next = place->next;
	place->next->prev = place->prev;
	place->next = NULL;
}

static void
ready(struct hand_door *door)
{
	struct hand_loop *loop = door->loop;

	if (door->ready.next)
		return;
	put_last(&loop->ready, &door->ready);
	if (!loop->running)
		loop->host->wake(loop->host->world, 0);
}

void
hand_door_post(struct hand_door *door, uint8_t id, void *payload)
{
	struct sm_event event = { .payload = payload, .id = id };

	if (!door->loop) {
		door->release(&event);
		return;
	}
	if ((uint8_t)(door->tail - door->head) == RING) {
		door->lost = true;
		door->release(&event);
	} else {
		door->ring[door->tail++ % RING] = event;
	}
	ready(door);
}

static void
unexpected(struct hand_door *door, uint8_t event)
{
	bench_unexpected(door->context, event);
}

static void
enter(struct hand_door *door, enum state state)
{
	door->generation++;
	door->state = state;
}

static void
push(struct hand_door *door, enum state other)
{
	if (bench_door_locked(door->context)) {
		enter(door, LOCKED);
		return;
	}
	enter(door, other);
	bench_door_count(door->context);
}

static void
dispatch(struct hand_door *door, struct sm_event *event)
{
	switch (door->state) {
	case OPEN:
	case SHUT:
		if (event->id == BENCH_DOOR_PUSH)
			push(door, door->state == OPEN ? SHUT : OPEN);
		else if (event->id != BENCH_DOOR_HOLD)
			unexpected(door, event->id);
		break;
	case LOCKED:
		if (event->id == BENCH_DOOR_UNLOCK)
			enter(door, UNLOCKED);
		else if (event->id != BENCH_DOOR_PUSH &&
			 event->id != BENCH_DOOR_HOLD)
			unexpected(door, event->id);
		break;
	case UNLOCKED:
		break;
	}
}

/* No event of a door carries anything that is to be freed. */
static void
release(struct sm_event *event)
{
	event->payload = NULL;
}

static bool
next(struct hand_door *door, struct sm_event *event)
{
	if (door->head != door->tail) {
		*event = door->ring[door->head++ % RING];
		return true;
	}
	*event = (struct sm_event){ .id = SM_OVERFLOW };
	if (!door->lost)
		return false;
	door->lost = false;
	return true;
}

static void
turn(struct hand_loop *loop, struct hand_door *door, uint64_t now_us)
{
	struct sm_link *place = &door->ready;
	struct sm_event event;

	if (!next(door, &event)) {
		take_out(place);
		return;
	}
	if (door->head == door->tail && !door->lost && door->due_us > now_us) {
		take_out(place);
	} else if (place->next != place->prev) { /* it is not alone */
		take_out(place);
		put_last(&loop->ready, place);
	}
	if (!event.generation || event.generation == door->generation)
		door->dispatch(door, &event);
	if (event.payload)
		door->release(&event);
	if (door->state == UNLOCKED) {
		take_out(&door->ready);
		take_out(&door->timed);
		door->loop = NULL;
		door->ended(door->context);
	}
}

static struct hand_door *
timed(struct sm_link *place)
{
	return (struct hand_door *)(void *)((char *)place -
					    offsetof(struct hand_door, timed));
}

void
hand_loop_run(struct hand_loop *loop)
{
	uint64_t at_us = loop->host->now_us(loop->host->world);
	struct sm_link *place;
	unsigned int n = 32;

	if (loop->running)
		return;
	loop->running = true;
	for (place = loop->timed.next;
	     place != &loop->timed && timed(place)->due_us <= at_us;
	     place = place->next)
		ready(timed(place));
	while (n-- && loop->ready.next != &loop->ready)
		turn(loop, (struct hand_door *)loop->ready.next, at_us);
	loop->running = false;
	if (loop->ready.next != &loop->ready)
		at_us = 0;
	else if (loop->timed.next != &loop->timed)
		at_us = timed(loop->timed.next)->due_us;
	else
		at_us = SM_NEVER;
	loop->host->wake(loop->host->world, at_us);
}

static void
ended(struct bench_door *context)
{
	(void)context;
}

void
hand_loop_init(struct hand_loop *loop, const struct sm_host *host)
{
	*loop = (struct hand_loop){ .host = host,
				    .ready = { &loop->ready, &loop->ready },
				    .timed = { &loop->timed, &loop->timed } };
}

struct hand_door *
hand_door_start(struct hand_loop *loop, struct bench_door *context)
{
	static struct hand_door door;

	door = (struct hand_door){ .loop = loop,
				   .dispatch = dispatch,
				   .release = release,
				   .ended = ended,
				   .context = context,
				   .due_us = SM_NEVER,
				   .generation = 1 };
	return &door;
}
