/* SPDX-License-Identifier: MIT */
/*
 * What the challenges of one order share, in either version of ACME: how the
 * CA is asked about them, which types can be used yet, and the responses that
 * are published.
 */
#ifndef ACME_CLIENT_ORDER_CHALLENGES_H
#define ACME_CLIENT_ORDER_CHALLENGES_H

#include "client/port.h"

struct acme_authorization;
struct acme_enrollment;
struct acme_challenge;

/* The two requests that the versions of ACME make in different ways. */
struct acme_dialect {
	struct sm *(*fetch)(struct acme_authorization *authorization);
	struct sm *(*respond)(struct acme_authorization *authorization,
			      const struct acme_challenge *challenge);
};

/* The order. */
struct acme_challenges_observer {
	struct sm *sm;
	uint8_t all_fetched; /* the CA has fetched each response */
};

struct acme_challenges {
	struct acme_enrollment *enrollment;
	const struct acme_dialect *dialect;
	struct acme_challenges_observer observer;
	size_t n_published, n_fetched; /* responses */
	unsigned int usable; /* challenge types that each name has: bits */
	unsigned int failed; /* those that the CA reported a failure of */
};

/* Nothing is published yet. */
void acme_challenges_init(struct acme_challenges *challenges,
			  struct acme_enrollment *enrollment,
			  const struct acme_dialect *dialect,
			  const struct acme_challenges_observer *observer);

/* Is the response for this token published? */
bool acme_challenges_has_published(const struct acme_challenges *challenges,
				   const char *token);

/* Publish the response to a challenge; false: memory is short. */
bool acme_challenges_publish(struct acme_challenges *challenges,
			     enum acme_challenge_type type,
			     const char *identifier, const char *token,
			     const struct sm_requester *requester);

bool acme_challenges_all_fetched(const struct acme_challenges *challenges);

/* A type failed, and each name could be validated by another one. */
bool acme_challenges_other_type_left(const struct acme_challenges *challenges);

/* All responses go, each after its time of grace. */
void acme_challenges_withdraw(struct acme_challenges *challenges);

#endif
