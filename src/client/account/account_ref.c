/* SPDX-License-Identifier: MIT */
/*
 * The flow is told of the first in a line only: it serves the whole line, so
 * that a hundred who come at once are one event.
 */
#include "client/account/account_ref.h"

#include "client/account/account.h"

#include <stdlib.h>

/* false: others wait already, and the flow knows. */
static bool
enqueue(struct acme_wait_queue *queue, struct acme_account_ref *ref)
{
	struct acme_account_ref **link = &queue->first;

	while (*link)
		link = &(*link)->next;
	*link = ref;
	ref->link = link;
	ref->next = NULL;
	return link == &queue->first;
}

static void
leave_queue(struct acme_account_ref *ref)
{
	if (!ref->link)
		return;
	*ref->link = ref->next;
	if (ref->next)
		ref->next->link = ref->link;
	ref->link = NULL;
	sm_request_drop(&ref->ask);
}

static void
put(struct acme_account_ref *ref)
{
	if (!ref->url)
		return;
	free(ref->url);
	ref->url = NULL;
	ref->account->n_refs--;
}

static void
begin(struct acme_account_ref *ref, struct acme_account *account,
      const char *gone_url, const struct sm_requester *requester)
{
	leave_queue(ref);
	put(ref);
	ref->account = account;
	ref->gone_url = gone_url;
	sm_request_init(&ref->ask, requester);
}

void
acme_account_ref_ask_key(struct acme_account_ref *ref,
			 struct acme_account *account,
			 const struct sm_requester *requester)
{
	begin(ref, account, NULL, requester);
	if (enqueue(&account->key_queue, ref))
		account_post_key_asked(&account->sm);
}

void
acme_account_ref_ask_account(struct acme_account_ref *ref,
			     struct acme_account *account, const char *gone_url,
			     const struct sm_requester *requester)
{
	begin(ref, account, gone_url, requester);
	if (enqueue(&account->account_queue, ref))
		account_post_account_asked(&account->sm);
}

void
acme_account_ref_release(struct acme_account_ref *ref)
{
	leave_queue(ref);
	if (!ref->url)
		return;
	put(ref);
	account_post_released(&ref->account->sm);
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

void
acme_wait_queue_grant(struct acme_wait_queue *queue)
{
	struct acme_account_ref *ref;

	while (queue->first) {
		ref = pop(queue);
		if (ref->account->account_url)
			ref->url = acme_span_dup(
				acme_span_str(ref->account->account_url));
		if (ref->url) {
			ref->account->n_refs++;
			sm_request_done(&ref->ask, NULL);
		} else {
			sm_request_failed(&ref->ask, NULL);
		}
	}
}

void
acme_wait_queue_refuse(struct acme_wait_queue *queue,
		       const struct acme_refusal *refusal)
{
	while (queue->first)
		sm_request_failed(&pop(queue)->ask, acme_refusal_new(refusal));
}
