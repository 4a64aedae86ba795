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
		p->applicant->port->withdraw(p->applicant->port, &p->answer);
	p->given = false;
}

static void
publication_free(struct acme_publication *p)
{
	take_back(p);
	*p->link = p->next;
	if (p->next)
		p->next->link = p->link;
	sm_ask_drop(&p->ask);
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
enlist(struct acme_publication *p, struct acme_applicant *applicant)
{
	p->applicant = applicant;
	p->next = applicant->publications;
	p->link = &applicant->publications;
	if (p->next)
		p->next->link = &p->next;
	applicant->publications = p;
}

struct acme_publication *
acme_publication_start(struct acme_proofs *proofs,
		       enum acme_challenge_type type, const char *identifier,
		       const char *token, const struct acme_asker *asker)
{
	struct acme_publication *p = calloc(1, sizeof(*p));
	struct acme_applicant *applicant = proofs->applicant;

	if (!p)
		return NULL;
	enlist(p, applicant);
	p->proofs = proofs;
	p->identifier = acme_span_dup(acme_span_str(identifier));
	p->token = acme_span_dup(acme_span_str(token));
	p->key_authorization = acme_ca_key_authorization(applicant->ca, token);
	if (!p->identifier || !p->token || !p->key_authorization) {
		publication_free(p);
		return NULL;
	}
	p->answer = (struct acme_answer){
		.type = type,
		.identifier = p->identifier,
		.token = p->token,
		.key_authorization = p->key_authorization,
		.sm = &p->sm.sm,
		.fetched = PUBLICATION_FETCHED,
	};
	sm_ask_init(&p->ask, asker);
	publication_sm_init(&p->sm, p);
	p->sm.sm.ended = ended;
	sm_start(&p->sm.sm, applicant->ca->loop);
	return p;
}

struct acme_publication *
acme_publication_find(const struct acme_proofs *proofs, const char *token)
{
	struct acme_publication *p = proofs->applicant->publications;

	while (p && (p->proofs != proofs || strcmp(p->token, token) != 0))
		p = p->next;
	return p;
}

void
acme_publication_withdraw_all(struct acme_proofs *proofs)
{
	struct acme_publication *p;

	for (p = proofs->applicant->publications; p; p = p->next)
		if (p->proofs == proofs) {
			p->proofs = NULL;
			publication_post_withdraw(&p->sm);
		}
}

void
acme_publication_publish(struct acme_publication *p,
			 const struct sm_requester *requester)
{
	take_back(p);
	p->given = true;
	p->applicant->port->publish(p->applicant->port, &p->answer, requester);
}

void
acme_publication_withdraw(struct acme_publication *p)
{
	take_back(p);
}

void
acme_publication_tell_published(struct acme_publication *p)
{
	sm_ask_done(&p->ask, NULL);
}

void
acme_publication_tell_unpublished(struct acme_publication *p,
				  struct acme_fault *fault)
{
	sm_ask_failed(&p->ask, fault);
}

void
acme_publication_note_timeout(struct acme_publication *p, const char *sentence)
{
	sm_ask_failed(&p->ask,
		      acme_fault_new(ACME_ERR_SYSTEM,
				     "the answer to the challenge of %s %s",
				     p->identifier, sentence));
}

void
acme_publication_tell_fetched(struct acme_publication *p)
{
	if (p->proofs)
		acme_proofs_visited(p->proofs);
}
