/* SPDX-License-Identifier: MIT */
/*
 * The answer to one challenge while the CA may ask for it: the context of
 * publication.flow.  It lives longer than the order that made it, and frees
 * itself at its end.
 */
#ifndef ACME_CLIENT_ORDER_PUBLICATION_H
#define ACME_CLIENT_ORDER_PUBLICATION_H

#include "client/port.h"
#include "publication.flow.h"

struct acme_enrollment;
struct acme_challenges;

struct acme_publication {
	struct publication_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_publication *next, **link; /* in enrollment->publications */
	struct acme_challenges
		*challenges; /* told of the first visit; NULL: withdrawn */
	struct sm_request
		request; /* of who wants to know that it is published */
	struct acme_challenge_response response;
	bool given; /* the answer, to the port, which borrows it */
	char *identifier, *token, *key_authorization;
};

/*
 * Publish token "." thumbprint (RFC 8555 §8.1) as the answer to a challenge.
 * ${requester} gets done without payload, or failed.  NULL: memory is short, and
 * nobody is told.
 */
struct acme_publication *
acme_publication_start(struct acme_challenges *challenges,
		       enum acme_challenge_type type, const char *identifier,
		       const char *token, const struct sm_requester *requester);

/* What was started for ${token} and not withdrawn, or NULL. */
struct acme_publication *
acme_publication_find(const struct acme_challenges *challenges,
		      const char *token);

/* The order is final: all its answers go, each after its time of grace. */
void acme_publication_withdraw_all(struct acme_challenges *challenges);

/* End and free it at once. */
void acme_publication_stop(struct acme_publication *publication);

#endif
