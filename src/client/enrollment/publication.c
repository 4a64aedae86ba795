/* SPDX-License-Identifier: MIT */
/* These are the actions of publication.flow (RFC 8555 §8). */
#include "client/enrollment/publication.h"

#include <stdlib.h>

/* Whatever the table does, the port has it no more, or once. */
static void
take_back(struct acme_publication *p)
{
	if (p->given)
		p->list->port->withdraw(p->list->port, &p->response);
	p->given = false;
}

static void
publication_free(struct acme_publication *p)
{
	take_back(p);
	*p->link = p->next;
	if (p->next)
		p->next->link = p->link;
	sm_request_drop(&p->request);
	free(p->identifier);
	free(p->token);
	free(p->key_authorization);
	free(p);
}

static void
ended(void *context, unsigned int exit)
{
	(void)exit;
	publication_free(context);
}

void
acme_publication_stop(struct acme_publication *p)
{
	sm_stop(&p->sm.sm);
	publication_free(p);
}

static void
enlist(struct acme_publication *p, struct acme_publications *list)
{
	p->list = list;
	p->next = list->first;
	p->link = &list->first;
	if (p->next)
		p->next->link = &p->next;
	list->first = p;
}

static char *
copy(const char *text)
{
	return text ? acme_span_dup(acme_span_str(text)) : NULL;
}

/* false: memory is short. */
static bool
copy_response(struct acme_publication *p,
	      const struct acme_challenge_response *from)
{
	p->identifier = copy(from->identifier);
	p->token = copy(from->token);
	p->key_authorization = copy(from->key_authorization);
	p->response = (struct acme_challenge_response){
		.type = from->type,
		.identifier = p->identifier,
		.token = p->token,
		.key_authorization = p->key_authorization,
		.observer = PUBLICATION_FETCH_EVENTS(&p->sm),
	};
	return p->identifier && p->token && p->key_authorization;
}

struct acme_publication *
acme_publication_start(struct acme_publications *list,
		       const struct acme_publication_observer *observer,
		       const struct acme_challenge_response *response,
		       const struct sm_requester *requester)
{
	struct acme_publication *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	enlist(p, list);
	p->observer = *observer;
	if (!copy_response(p, response)) {
		publication_free(p);
		return NULL;
	}
	sm_request_init(&p->request, requester);
	publication_sm_init(&p->sm, p);
	p->sm.sm.ended = ended;
	sm_start(&p->sm.sm, list->loop);
	return p;
}

struct acme_publication *
acme_publication_find(const struct acme_publications *list,
		      const void *observer, const char *token)
{
	struct acme_publication *p = list->first;

	while (p && (p->observer.context != observer ||
		     strcmp(p->token, token) != 0))
		p = p->next;
	return p;
}

void
acme_publication_withdraw_all(struct acme_publications *list,
			      const void *observer)
{
	struct acme_publication *p;

	for (p = list->first; p; p = p->next)
		if (p->observer.context == observer) {
			p->observer =
				(struct acme_publication_observer){ NULL,
								    NULL };
			publication_post_withdraw(&p->sm);
		}
}

void
acme_publication_publish(struct acme_publication *p,
			 const struct sm_requester *requester)
{
	take_back(p);
	p->given = true;
	p->list->port->publish(p->list->port, &p->response, requester);
}

void
acme_publication_withdraw(struct acme_publication *p)
{
	take_back(p);
}

void
acme_publication_tell_published(struct acme_publication *p)
{
	sm_request_done(&p->request, NULL);
}

void
acme_publication_tell_unpublished(struct acme_publication *p,
				  struct acme_fault *fault)
{
	sm_request_failed(&p->request, fault);
}

void
acme_publication_note_timeout(struct acme_publication *p, const char *sentence)
{
	sm_request_failed(
		&p->request,
		acme_fault_new(ACME_ERR_SYSTEM,
			       "the response to the challenge of %s %s",
			       p->identifier, sentence));
}

void
acme_publication_tell_fetched(struct acme_publication *p)
{
	if (p->observer.fetched)
		p->observer.fetched(p->observer.context);
}
