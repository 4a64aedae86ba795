/* SPDX-License-Identifier: MIT */
/*
 * The actions of publication.flow (RFC 8555 §8).
 */
#include "client/order/publication.h"

#include "client/order/challenges.h"
#include "client/order/enrollment.h"

#include <stdlib.h>

/* Whatever the table does, the port has it no more, or once. */
static void
take_back(struct acme_publication *p)
{
	if (p->given)
		p->enrollment->port->withdraw(p->enrollment->port,
					      &p->response);
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
enlist(struct acme_publication *p, struct acme_enrollment *enrollment)
{
	p->enrollment = enrollment;
	p->next = enrollment->publications;
	p->link = &enrollment->publications;
	if (p->next)
		p->next->link = &p->next;
	enrollment->publications = p;
}

struct acme_publication *
acme_publication_start(struct acme_challenges *challenges,
		       enum acme_challenge_type type, const char *identifier,
		       const char *token, const struct sm_requester *requester)
{
	struct acme_publication *p = calloc(1, sizeof(*p));
	struct acme_enrollment *enrollment = challenges->enrollment;

	if (!p)
		return NULL;
	enlist(p, enrollment);
	p->challenges = challenges;
	p->identifier = acme_span_dup(acme_span_str(identifier));
	p->token = acme_span_dup(acme_span_str(token));
	p->key_authorization =
		acme_account_key_authorization(enrollment->account, token);
	if (!p->identifier || !p->token || !p->key_authorization) {
		publication_free(p);
		return NULL;
	}
	p->response = (struct acme_challenge_response){
		.type = type,
		.identifier = p->identifier,
		.token = p->token,
		.key_authorization = p->key_authorization,
		.sm = &p->sm.sm,
		.fetched = PUBLICATION_FETCHED,
	};
	sm_request_init(&p->request, requester);
	publication_sm_init(&p->sm, p);
	p->sm.sm.ended = ended;
	sm_start(&p->sm.sm, enrollment->account->ca.loop);
	return p;
}

struct acme_publication *
acme_publication_find(const struct acme_challenges *challenges,
		      const char *token)
{
	struct acme_publication *p = challenges->enrollment->publications;

	while (p &&
	       (p->challenges != challenges || strcmp(p->token, token) != 0))
		p = p->next;
	return p;
}

void
acme_publication_withdraw_all(struct acme_challenges *challenges)
{
	struct acme_publication *p;

	for (p = challenges->enrollment->publications; p; p = p->next)
		if (p->challenges == challenges) {
			p->challenges = NULL;
			publication_post_withdraw(&p->sm);
		}
}

void
acme_publication_publish(struct acme_publication *p,
			 const struct sm_requester *requester)
{
	take_back(p);
	p->given = true;
	p->enrollment->port->publish(p->enrollment->port, &p->response,
				     requester);
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
	sm_request_failed(&p->request,
			  acme_fault_new(ACME_ERR_SYSTEM,
					 "the answer to the challenge of %s %s",
					 p->identifier, sentence));
}

void
acme_publication_tell_fetched(struct acme_publication *p)
{
	if (p->challenges)
		acme_challenges_visited(p->challenges);
}
