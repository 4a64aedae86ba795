/* SPDX-License-Identifier: MIT */
/*
 * A requester lists its port requests, so that those still open when it ends
 * lose it and touch nothing; a generation tells an answer that comes too late.
 */
#include "engine/engine.h"

/* Out of the list of ${sm}; whatever it holds, as it may be new. */
static void
forget(struct sm *sm, struct sm_request *request)
{
	struct sm_request **link = &sm->requests;

	while (*link && *link != request)
		link = &(*link)->next;
	if (*link)
		*link = request->next;
	request->by.sm = NULL;
}

void
sm_request_init(struct sm_request *request,
		const struct sm_requester *requester)
{
	struct sm *sm = requester->sm;

	forget(sm, request);
	request->by = *requester;
	request->flow = sm->flow;
	request->generation = sm->generation;
	request->next = sm->requests;
	sm->requests = request;
}

/* The payload's type is the flow's,
 * so it is released even with no requester. */
static void
answer(struct sm_request *request, unsigned int id, void *payload)
{
	struct sm *sm = request->by.sm;

	if (!sm) {
		sm_release(request->flow, id, payload);
		return;
	}
	forget(sm, request);
	sm_loop_queue(sm, id, payload, request->generation);
}

void
sm_request_done(struct sm_request *request, void *payload)
{
	answer(request, request->by.done, payload);
}

void
sm_request_failed(struct sm_request *request, void *payload)
{
	answer(request, request->by.failed, payload);
}

void
sm_request_other(struct sm_request *request, void *payload)
{
	answer(request, request->by.other, payload);
}

void
sm_request_drop(struct sm_request *request)
{
	if (request->by.sm)
		forget(request->by.sm, request);
}

bool
sm_request_wanted(const struct sm_request *request)
{
	const struct sm *sm = request->by.sm;

	if (!sm)
		return false;
	return sm->generation == request->generation;
}

void
sm_requests_detach(struct sm *sm)
{
	for (; sm->requests; sm->requests = sm->requests->next)
		sm->requests->by.sm = NULL;
}
