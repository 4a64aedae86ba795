/* SPDX-License-Identifier: MIT */
/*
 * A requester lists its port requests, so that those still open when it ends
 * lose it and touch nothing; a generation tells an answer that comes too late.
 */
#include "engine/engine.h"

static void
unlink_ask(struct sm_request *request)
{
	if (!request->sm)
		return;
	*request->link = request->next;
	if (request->next)
		request->next->link = request->link;
	request->sm = NULL;
}

/* Whatever ${request} holds, as it may be new. */
static void
unlink_if_open(struct sm *sm, const struct sm_request *request)
{
	struct sm_request *open = sm->requests;

	while (open && open != request)
		open = open->next;
	if (open)
		unlink_ask(open);
}

void
sm_request_init(struct sm_request *request,
		const struct sm_requester *requester)
{
	struct sm *sm = requester->sm;

	unlink_if_open(sm, request);
	*request = (struct sm_request){
		.sm = sm,
		.flow = sm->flow,
		.next = sm->requests,
		.link = &sm->requests,
		.generation = sm->generation,
		.done = requester->done,
		.failed = requester->failed,
		.other = requester->other,
	};
	if (request->next)
		request->next->link = &request->next;
	sm->requests = request;
}

/* The payload's type is the flow's,
 * so it is released even with no requester. */
static void
answer(struct sm_request *request, uint8_t id, void *payload)
{
	struct sm *sm = request->sm;

	if (!sm) {
		sm_release(request->flow, id, payload);
		return;
	}
	unlink_ask(request);
	sm_loop_queue(sm, id, payload, request->generation);
}

void
sm_request_done(struct sm_request *request, void *payload)
{
	answer(request, request->done, payload);
}

void
sm_request_failed(struct sm_request *request, void *payload)
{
	answer(request, request->failed, payload);
}

void
sm_request_other(struct sm_request *request, void *payload)
{
	answer(request, request->other, payload);
}

void
sm_request_drop(struct sm_request *request)
{
	unlink_ask(request);
}

bool
sm_request_wanted(const struct sm_request *request)
{
	return request->sm && request->sm->generation == request->generation;
}

void
sm_requests_detach(struct sm *sm)
{
	while (sm->requests)
		unlink_ask(sm->requests);
}
