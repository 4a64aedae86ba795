/* SPDX-License-Identifier: MIT */
/*
 * The answers of an order are counted here; publication.c has each of them.
 */
#include "client/proofs.h"

#include "client/publication.h"

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
