/* SPDX-License-Identifier: MIT */
/*
 * Questions: the asker lists them, so that those still open when it ends lose
 * it and touch nothing; a generation tells an answer that comes too late.
 */
#include "engine/engine.h"

static void
unlink_ask(struct sm_ask *ask)
{
	if (!ask->sm)
		return;
	*ask->link = ask->next;
	if (ask->next)
		ask->next->link = ask->link;
	ask->sm = NULL;
}

void
sm_ask_init(struct sm_ask *ask, const struct sm_requester *requester)
{
	struct sm *sm = requester->sm;

	*ask = (struct sm_ask){
		.sm = sm,
		.flow = sm->flow,
		.next = sm->asks,
		.link = &sm->asks,
		.generation = sm->generation,
		.done = requester->done,
		.failed = requester->failed,
		.other = requester->other,
	};
	if (ask->next)
		ask->next->link = &ask->next;
	sm->asks = ask;
}

/* The payload's type is the flow's, so it is released even with no asker. */
static void
answer(struct sm_ask *ask, uint8_t id, void *payload)
{
	struct sm_event event = { .payload = payload,
				  .generation = ask->generation,
				  .id = id };
	struct sm *sm = ask->sm;

	if (!sm) {
		sm_release(ask->flow, &event);
		return;
	}
	unlink_ask(ask);
	sm_loop_queue(sm, &event);
}

void
sm_ask_done(struct sm_ask *ask, void *payload)
{
	answer(ask, ask->done, payload);
}

void
sm_ask_failed(struct sm_ask *ask, void *payload)
{
	answer(ask, ask->failed, payload);
}

void
sm_ask_other(struct sm_ask *ask, void *payload)
{
	answer(ask, ask->other, payload);
}

void
sm_ask_drop(struct sm_ask *ask)
{
	unlink_ask(ask);
}

bool
sm_ask_wanted(const struct sm_ask *ask)
{
	return ask->sm && ask->sm->generation == ask->generation;
}

void
sm_asks_detach(struct sm *sm)
{
	while (sm->asks)
		unlink_ask(sm->asks);
}
