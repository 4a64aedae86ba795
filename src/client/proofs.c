/* SPDX-License-Identifier: MIT */
/*
 * The answers of an order are counted here; publication.c has each of them.
 */
#include "client/proofs.h"

#include "base/log.h"
#include "client/applicant.h"
#include "client/authorization.h"
#include "client/identifiers.h"
#include "client/publication.h"

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
acme_proofs_another_way(const struct acme_proofs *proofs)
{
	return proofs->failed && (proofs->ways & ~proofs->failed);
}

void
acme_proofs_leave(struct acme_proofs *proofs)
{
	acme_proofs_withdraw(proofs);
	proofs->blamed = false;
	proofs->ways = ~0U;
	proofs->applicant->refusal.problem = ACME_PROBLEM_NONE;
	acme_log(ACME_LOG_NOTICE,
		 "%s: a challenge failed, another type is tried",
		 proofs->applicant->config->names[0]);
}
