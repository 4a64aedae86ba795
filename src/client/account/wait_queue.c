/* SPDX-License-Identifier: MIT */
/*
 * The flow is told of the first that waits only: it serves the whole queue, so
 * that a hundred who come at once are one event.
 */
#include "client/account/wait_queue.h"

#include <stdlib.h>

bool
acme_wait_queue_add(struct acme_wait_queue *queue, struct acme_account_ref *ref)
{
	struct acme_account_ref **link = &queue->first;

	while (*link)
		link = &(*link)->next;
	*link = ref;
	ref->link = link;
	ref->next = NULL;
	return link == &queue->first;
}

void
acme_wait_queue_leave(struct acme_account_ref *ref)
{
	if (!ref->link)
		return;
	*ref->link = ref->next;
	if (ref->next)
		ref->next->link = ref->link;
	ref->link = NULL;
	sm_request_drop(&ref->ask);
}

static struct acme_account_ref *
pop(struct acme_wait_queue *queue)
{
	struct acme_account_ref *ref = queue->first;

	queue->first = ref->next;
	if (ref->next)
		ref->next->link = &queue->first;
	ref->link = NULL;
	return ref;
}

void
acme_wait_queue_report(const struct acme_wait_queue *queue,
		       enum acme_progress progress, const char *text)
{
	const struct acme_account_ref *ref;

	for (ref = queue->first; ref; ref = ref->next)
		if (ref->port)
			ref->port->report(ref->port, progress, text);
}

void
acme_wait_queue_tell(struct acme_wait_queue *queue)
{
	while (queue->first)
		sm_request_done(&pop(queue)->ask, NULL);
}

unsigned int
acme_wait_queue_serve(struct acme_wait_queue *queue, const char *url)
{
	struct acme_account_ref *ref;
	unsigned int n = 0;

	while (queue->first) {
		ref = pop(queue);
		if (url)
			ref->url = acme_span_dup(acme_span_str(url));
		if (ref->url) {
			n++;
			sm_request_done(&ref->ask, NULL);
		} else {
			sm_request_failed(&ref->ask, NULL);
		}
	}
	return n;
}

void
acme_wait_queue_fail(struct acme_wait_queue *queue,
		     const struct acme_failure *failure)
{
	while (queue->first)
		sm_request_failed(&pop(queue)->ask, acme_failure_new(failure));
}
