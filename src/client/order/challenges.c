/* SPDX-License-Identifier: MIT */
/*
 * The answers of an order are counted here; publication.c has each of them.
 */
#include "client/order/challenges.h"

#include "base/log.h"
#include "client/order/authorization.h"
#include "client/order/enrollment.h"
#include "client/order/identifiers.h"
#include "client/order/publication.h"

#include <stdlib.h>

void
acme_challenges_init(struct acme_challenges *challenges,
		     struct acme_enrollment *enrollment,
		     const struct acme_dialect *dialect, struct sm *sm,
		     uint8_t all_fetched)
{
	*challenges = (struct acme_challenges){
		.enrollment = enrollment,
		.dialect = dialect,
		.sm = sm,
		.all_fetched = all_fetched,
		.ways = ~0U,
	};
	enrollment->refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
}

void
acme_challenges_clear(struct acme_challenges *challenges)
{
	size_t i;

	for (i = 0; i < challenges->n_authorizations; i++)
		acme_authorization_clear(&challenges->authorizations[i]);
	free(challenges->authorizations);
	challenges->authorizations = NULL;
	challenges->n_authorizations = 0;
}

bool
acme_challenges_list(struct acme_challenges *challenges, size_t n)
{
	acme_challenges_clear(challenges);
	challenges->authorizations =
		calloc(n + 1, sizeof(*challenges->authorizations));
	if (!challenges->authorizations)
		return false;
	challenges->n_authorizations = n;
	return true;
}

void
acme_challenges_list_names(struct acme_challenges *challenges)
{
	const struct acme_config *config = challenges->enrollment->config;
	size_t i;

	if (!acme_challenges_list(challenges, config->n_names))
		return;
	for (i = 0; i < config->n_names; i++)
		challenges->authorizations[i].name = config->names[i];
}

bool
acme_challenges_all_valid(const struct acme_challenges *challenges)
{
	size_t i;

	for (i = 0; i < challenges->n_authorizations; i++)
		if (challenges->authorizations[i].authz.status !=
		    ACME_STATUS_VALID)
			return false;
	return true;
}

bool
acme_challenges_has_twice(const struct acme_challenges *challenges,
			  const struct acme_authorization *authorization)
{
	const struct acme_authorization *other = challenges->authorizations;
	const struct acme_authorization *end =
		other + challenges->n_authorizations;

	for (; other < end; other++)
		if (other != authorization &&
		    acme_identifiers_same(&other->authz, &authorization->authz))
			return true;
	return false;
}

bool
acme_challenges_publish(struct acme_challenges *challenges,
			enum acme_challenge_type type, const char *identifier,
			const char *token, const struct sm_requester *requester)
{
	if (!acme_publication_start(challenges, type, identifier, token,
				    requester))
		return false;
	challenges->n_published++;
	return true;
}

void
acme_challenges_visited(struct acme_challenges *challenges)
{
	challenges->n_visited++;
	if (acme_challenges_all_fetched(challenges))
		sm_post(challenges->sm, challenges->all_fetched, NULL);
}

bool
acme_challenges_all_fetched(const struct acme_challenges *challenges)
{
	return challenges->n_visited == challenges->n_published;
}

void
acme_challenges_withdraw(struct acme_challenges *challenges)
{
	acme_publication_withdraw_all(challenges);
	challenges->n_published = 0;
	challenges->n_visited = 0;
}

bool
acme_challenges_has_published(const struct acme_challenges *challenges,
			      const char *token)
{
	return acme_publication_find(challenges, token);
}

/* In the log each has its line; the refusal has them side by side. */
static void
blame(struct acme_challenges *challenges, const struct acme_authorization *a)
{
	struct acme_fault *told = &challenges->enrollment->refusal.fault;
	struct acme_fault before = *told;

	acme_log(ACME_LOG_WARN, "%s", a->fault.text);
	if (challenges->has_error)
		acme_fault_set(told, before.err, "%s; %s", before.text,
			       a->fault.text);
	else
		*told = a->fault;
	challenges->has_error = true;
}

struct acme_authorization *
acme_challenges_item(const struct acme_challenges *challenges,
		     unsigned int item)
{
	return item < challenges->n_authorizations
		       ? &challenges->authorizations[item]
		       : NULL;
}

void
acme_challenges_note_failed(struct acme_challenges *challenges,
			    unsigned int item)
{
	const struct acme_authorization *a =
		acme_challenges_item(challenges, item);

	if (!a)
		return;
	blame(challenges, a);
	challenges->failed |= a->failed;
	if (!challenges->hopeless)
		challenges->enrollment->refusal.problem = a->problem;
}

void
acme_challenges_note_refused(struct acme_challenges *challenges,
			     unsigned int item)
{
	const struct acme_authorization *a =
		acme_challenges_item(challenges, item);

	if (!a)
		return;
	blame(challenges, a);
	challenges->hopeless = true;
	challenges->enrollment->refusal.problem = a->problem;
}

/* What was read has a status. */
static bool
is_unseen(const struct acme_authorization *a)
{
	return a->authz.status == ACME_STATUS_UNKNOWN;
}

bool
acme_challenges_unseen(const struct acme_challenges *challenges)
{
	size_t i;

	for (i = 0; i < challenges->n_authorizations; i++)
		if (is_unseen(&challenges->authorizations[i]))
			return true;
	return false;
}

void
acme_challenges_note_unseen(struct acme_challenges *challenges)
{
	unsigned int i;

	for (i = 0; i < challenges->n_authorizations; i++)
		if (is_unseen(&challenges->authorizations[i]))
			acme_challenges_note_refused(challenges, i);
}

void
acme_challenges_add_open(const struct acme_challenges *challenges,
			 struct acme_fault *fault)
{
	struct acme_fault before;
	size_t i;

	for (i = 0; i < challenges->n_authorizations; i++) {
		if (challenges->authorizations[i].authz.status ==
		    ACME_STATUS_VALID)
			continue;
		before = *fault;
		acme_fault_set(fault, before.err,
			       "%s; %s: the CA has not decided on its "
			       "challenge",
			       before.text,
			       acme_authorization_name(
				       &challenges->authorizations[i]));
	}
}

const struct acme_retry_after *
acme_challenges_retry_after(const struct acme_challenges *challenges,
			    const struct acme_retry_after *latest)
{
	const struct acme_authorization *a = challenges->authorizations;
	const struct acme_authorization *end = a + challenges->n_authorizations;

	for (; a < end; a++)
		if (a->authz.status != ACME_STATUS_VALID)
			latest = acme_retry_after_later(
				latest, &a->exchange.retry_after);
	return latest;
}

bool
acme_challenges_other_type_left(const struct acme_challenges *challenges)
{
	return challenges->failed && !challenges->hopeless &&
	       (challenges->ways & ~challenges->failed);
}

void
acme_challenges_forget(struct acme_challenges *challenges)
{
	size_t i;

	acme_challenges_withdraw(challenges);
	challenges->has_error = false;
	challenges->hopeless = false;
	challenges->ways = ~0U;
	challenges->enrollment->refusal.problem = ACME_PROBLEM_NONE;
	for (i = 0; i < challenges->n_authorizations; i++)
		acme_authorization_forget(&challenges->authorizations[i]);
}

void
acme_challenges_reset(struct acme_challenges *challenges)
{
	acme_challenges_forget(challenges);
	acme_log(ACME_LOG_NOTICE,
		 "%s: a challenge failed, another type is tried",
		 challenges->enrollment->config->names[0]);
}
