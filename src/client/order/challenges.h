/* SPDX-License-Identifier: MIT */
/*
 * What the authorizations of one order share, in either version of ACME: how
 * the CA is asked about them, and the answers that they have published.
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

struct acme_challenges {
	struct acme_enrollment *enrollment;
	const struct acme_dialect *dialect;
	struct sm *sm;	     /* the order: told by this event when the CA */
	uint8_t all_fetched; /* has fetched each of the answers */
	struct acme_authorization *authorizations; /* one per name or URL */
	size_t n_authorizations;
	size_t n_published, n_visited; /* answers; those that were fetched */
	unsigned int ways;   /* challenge types that each name has: bits */
	unsigned int failed; /* those that the CA reported a failure of */
	bool has_error;	     /* an authorization said why there is none */
	bool hopeless;	     /* one of them by what no other type can mend */
};

/* None yet; of zeroed or cleared memory.  ${sm} gets ${all_fetched} when the CA has fetched each answer. */
void acme_challenges_init(struct acme_challenges *challenges,
			  struct acme_enrollment *enrollment,
			  const struct acme_dialect *dialect, struct sm *sm,
			  uint8_t all_fetched);

void acme_challenges_clear(struct acme_challenges *challenges);

/* So many authorizations, zeroed, instead of those that there are; false:
 * memory is short, and there are none. */
bool acme_challenges_list(struct acme_challenges *challenges, size_t n);

/* One for each name that is wanted. */
void acme_challenges_list_names(struct acme_challenges *challenges);

bool acme_challenges_all_valid(const struct acme_challenges *challenges);

/* Another one, read already, is for the same name. */
bool acme_challenges_has_twice(const struct acme_challenges *challenges,
			       const struct acme_authorization *authorization);

/* Is this token answered for? */
bool acme_challenges_has_published(const struct acme_challenges *challenges,
				   const char *token);

/* Publish the answer to a challenge; false: memory is short. */
bool acme_challenges_publish(struct acme_challenges *challenges,
			     enum acme_challenge_type type,
			     const char *identifier, const char *token,
			     const struct sm_requester *requester);

/* The CA has fetched one more of the answers. */
void acme_challenges_visited(struct acme_challenges *challenges);

bool acme_challenges_all_fetched(const struct acme_challenges *challenges);

/* Authorization ${item}, or NULL. */
struct acme_authorization *
acme_challenges_item(const struct acme_challenges *challenges,
		     unsigned int item);

/*
 * What authorization ${item} says is why there is no certificate.  All that do
 * are told; failed: another type of challenge could mend it.
 */
void acme_challenges_note_failed(struct acme_challenges *challenges,
				 unsigned int item);
void acme_challenges_note_refused(struct acme_challenges *challenges,
				  unsigned int item);

/* The last look at one of them brought nothing but a problem. */
bool acme_challenges_unseen(const struct acme_challenges *challenges);

/* These are to blame. */
void acme_challenges_note_unseen(struct acme_challenges *challenges);

/* Add to ${fault} which names are not proved. */
void acme_challenges_add_open(const struct acme_challenges *challenges,
			      struct acme_fault *fault);

/* The later one of ${latest} and what was said of those that are not valid. */
const struct acme_retry_after *
acme_challenges_retry_after(const struct acme_challenges *challenges,
			    const struct acme_retry_after *latest);

/* A challenge failed, and each name could be proved by another type. */
bool acme_challenges_other_type_left(const struct acme_challenges *challenges);

/* The CA asks anew for all that is not valid; which types failed stays known. */
void acme_challenges_forget(struct acme_challenges *challenges);

/* The same, as one type of challenge failed. */
void acme_challenges_reset(struct acme_challenges *challenges);

/* All answers go, each after its time of grace. */
void acme_challenges_withdraw(struct acme_challenges *challenges);

#endif
