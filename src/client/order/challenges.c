/* SPDX-License-Identifier: MIT */
/*
 * The challenge responses of an order are counted here; publication.c has the
 * life of each.
 */
#include "client/order/challenges.h"

#include "client/enrollment/enrollment.h"

#include <stdlib.h>

void
acme_challenges_init(struct acme_challenges *challenges,
		     struct acme_enrollment *enrollment,
		     const struct acme_dialect *dialect,
		     const struct acme_challenges_observer *observer)
{
	*challenges = (struct acme_challenges){
		.enrollment = enrollment,
		.dialect = dialect,
		.observer = *observer,
		.usable = ~0U,
	};
}

static void
count_fetched(void *context)
{
	struct acme_challenges *challenges = context;

	challenges->n_fetched++;
	if (acme_challenges_all_fetched(challenges))
		sm_post(challenges->observer.sm,
			challenges->observer.all_fetched, NULL);
}

bool
acme_challenges_publish(struct acme_challenges *challenges,
			enum acme_challenge_type type, const char *identifier,
			const char *token, const struct sm_requester *requester)
{
	struct acme_enrollment *enrollment = challenges->enrollment;
	const struct acme_publication_observer observer = {
		.context = challenges, .fetched = count_fetched
	};
	char *key_authorization =
		acme_account_key_authorization(enrollment->account, token);
	const struct acme_challenge_response response = {
		.type = type,
		.identifier = identifier,
		.token = token,
		.key_authorization = key_authorization,
	};
	bool started = acme_publication_start(&enrollment->publications,
					      &observer, &response, requester);

	free(key_authorization);
	challenges->n_published += started;
	return started;
}

bool
acme_challenges_all_fetched(const struct acme_challenges *challenges)
{
	return challenges->n_fetched == challenges->n_published;
}

void
acme_challenges_withdraw(struct acme_challenges *challenges)
{
	acme_publication_withdraw_all(&challenges->enrollment->publications,
				      challenges);
	challenges->n_published = 0;
	challenges->n_fetched = 0;
}

bool
acme_challenges_has_published(const struct acme_challenges *challenges,
			      const char *token)
{
	return acme_publication_find(&challenges->enrollment->publications,
				     challenges, token);
}

bool
acme_challenges_other_type_left(const struct acme_challenges *challenges)
{
	return challenges->failed && (challenges->usable & ~challenges->failed);
}
