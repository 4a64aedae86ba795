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
acme_proofs_init(struct acme_proofs *proofs, struct acme_applicant *applicant,
		 const struct acme_dialect *dialect, struct sm *sm,
		 uint8_t all_fetched)
{
	*proofs = (struct acme_proofs){
		.applicant = applicant,
		.dialect = dialect,
		.sm = sm,
		.all_fetched = all_fetched,
		.ways = ~0U,
	};
	applicant->refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
}

void
acme_proofs_clear(struct acme_proofs *proofs)
{
	size_t i;

	for (i = 0; i < proofs->n_authorizations; i++)
		acme_authorization_clear(&proofs->authorizations[i]);
	free(proofs->authorizations);
	proofs->authorizations = NULL;
	proofs->n_authorizations = 0;
}

bool
acme_proofs_list(struct acme_proofs *proofs, size_t n)
{
	acme_proofs_clear(proofs);
	proofs->authorizations = calloc(n + 1, sizeof(*proofs->authorizations));
	if (!proofs->authorizations)
		return false;
	proofs->n_authorizations = n;
	return true;
}

void
acme_proofs_list_names(struct acme_proofs *proofs)
{
	const struct acme_config *config = proofs->applicant->config;
	size_t i;

	if (!acme_proofs_list(proofs, config->n_names))
		return;
	for (i = 0; i < config->n_names; i++)
		proofs->authorizations[i].name = config->names[i];
}

bool
acme_proofs_all_valid(const struct acme_proofs *proofs)
{
	size_t i;

	for (i = 0; i < proofs->n_authorizations; i++)
		if (proofs->authorizations[i].authz.status != ACME_STATUS_VALID)
			return false;
	return true;
}

bool
acme_proofs_has_twice(const struct acme_proofs *proofs,
		      const struct acme_authorization *authorization)
{
	const struct acme_authorization *other = proofs->authorizations;
	const struct acme_authorization *end = other + proofs->n_authorizations;

	for (; other < end; other++)
		if (other != authorization &&
		    acme_identifiers_same(&other->authz, &authorization->authz))
			return true;
	return false;
}

bool
acme_proofs_publish(struct acme_proofs *proofs, enum acme_challenge_type type,
		    const char *identifier, const char *token,
		    const struct acme_asker *asker)
{
	if (!acme_publication_start(proofs, type, identifier, token, asker))
		return false;
	proofs->n_published++;
	return true;
}

void
acme_proofs_visited(struct acme_proofs *proofs)
{
	proofs->n_visited++;
	if (acme_proofs_all_fetched(proofs))
		sm_post(proofs->sm, proofs->all_fetched, NULL);
}

bool
acme_proofs_all_fetched(const struct acme_proofs *proofs)
{
	return proofs->n_visited == proofs->n_published;
}

void
acme_proofs_withdraw(struct acme_proofs *proofs)
{
	acme_publication_withdraw_all(proofs);
	proofs->n_published = 0;
	proofs->n_visited = 0;
}

bool
acme_proofs_has_published(const struct acme_proofs *proofs, const char *token)
{
	return acme_publication_find(proofs, token);
}

/* In the log each has its line; the refusal has them side by side. */
static void
blame(struct acme_proofs *proofs, const struct acme_authorization *a)
{
	struct acme_fault *told = &proofs->applicant->refusal.fault;
	struct acme_fault before = *told;

	acme_log(ACME_LOG_WARN, "%s", a->fault.text);
	if (proofs->blamed)
		acme_fault_set(told, before.err, "%s; %s", before.text,
			       a->fault.text);
	else
		*told = a->fault;
	proofs->blamed = true;
}

struct acme_authorization *
acme_proofs_item(const struct acme_proofs *proofs, unsigned int item)
{
	return item < proofs->n_authorizations ? &proofs->authorizations[item]
					       : NULL;
}

void
acme_proofs_note_failed(struct acme_proofs *proofs, unsigned int item)
{
	const struct acme_authorization *a = acme_proofs_item(proofs, item);

	if (!a)
		return;
	blame(proofs, a);
	proofs->failed |= a->failed;
	if (!proofs->hopeless)
		proofs->applicant->refusal.problem = a->problem;
}

void
acme_proofs_note_refused(struct acme_proofs *proofs, unsigned int item)
{
	const struct acme_authorization *a = acme_proofs_item(proofs, item);

	if (!a)
		return;
	blame(proofs, a);
	proofs->hopeless = true;
	proofs->applicant->refusal.problem = a->problem;
}

/* What was read has a status. */
static bool
is_unseen(const struct acme_authorization *a)
{
	return a->authz.status == ACME_STATUS_UNKNOWN;
}

bool
acme_proofs_unseen(const struct acme_proofs *proofs)
{
	size_t i;

	for (i = 0; i < proofs->n_authorizations; i++)
		if (is_unseen(&proofs->authorizations[i]))
			return true;
	return false;
}

void
acme_proofs_note_unseen(struct acme_proofs *proofs)
{
	unsigned int i;

	for (i = 0; i < proofs->n_authorizations; i++)
		if (is_unseen(&proofs->authorizations[i]))
			acme_proofs_note_refused(proofs, i);
}

void
acme_proofs_add_open(const struct acme_proofs *proofs, struct acme_fault *fault)
{
	struct acme_fault before;
	size_t i;

	for (i = 0; i < proofs->n_authorizations; i++) {
		if (proofs->authorizations[i].authz.status == ACME_STATUS_VALID)
			continue;
		before = *fault;
		acme_fault_set(
			fault, before.err,
			"%s; %s: the CA has not decided on its "
			"challenge",
			before.text,
			acme_authorization_name(&proofs->authorizations[i]));
	}
}

const struct acme_retry_after *
acme_proofs_retry_after(const struct acme_proofs *proofs,
			const struct acme_retry_after *latest)
{
	const struct acme_authorization *a = proofs->authorizations;
	const struct acme_authorization *end = a + proofs->n_authorizations;

	for (; a < end; a++)
		if (a->authz.status != ACME_STATUS_VALID)
			latest = acme_retry_after_later(
				latest, &a->exchange.retry_after);
	return latest;
}

bool
acme_proofs_another_way(const struct acme_proofs *proofs)
{
	return proofs->failed && !proofs->hopeless &&
	       (proofs->ways & ~proofs->failed);
}

void
acme_proofs_forget(struct acme_proofs *proofs)
{
	size_t i;

	acme_proofs_withdraw(proofs);
	proofs->blamed = false;
	proofs->hopeless = false;
	proofs->ways = ~0U;
	proofs->applicant->refusal.problem = ACME_PROBLEM_NONE;
	for (i = 0; i < proofs->n_authorizations; i++)
		acme_authorization_forget(&proofs->authorizations[i]);
}

void
acme_proofs_leave(struct acme_proofs *proofs)
{
	acme_proofs_forget(proofs);
	acme_log(ACME_LOG_NOTICE,
		 "%s: a challenge failed, another type is tried",
		 proofs->applicant->config->names[0]);
}
