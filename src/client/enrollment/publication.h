/* SPDX-License-Identifier: MIT */
/*
 * The response to one challenge while the CA may ask for it: the context of
 * publication.flow.  It lives longer than the order that made it, and frees
 * itself at its end.
 */
#ifndef ACME_CLIENT_ENROLLMENT_PUBLICATION_H
#define ACME_CLIENT_ENROLLMENT_PUBLICATION_H

#include "client/port.h"
#include "publication.flow.h"

/* Those of one certificate that are not withdrawn yet. */
struct acme_publications {
	struct acme_port *port;
	struct sm_loop *loop;
	struct acme_publication *first;
};

/* Who published it, and is told when the CA fetches it first. */
struct acme_publication_observer {
	void *context;
	void (*fetched)(void *context);
};

struct acme_publication {
	struct publication_sm sm;
	struct acme_publications *list;
	struct acme_publication *next, **link;	   /* in the list */
	struct acme_publication_observer observer; /* zero: withdrawn */
	struct sm_request
		request; /* of who wants to know that it is published */
	struct acme_challenge_response response;
	bool given; /* the response, to the port, which borrows it */
	char *identifier, *token, *key_authorization;
};

/*
 * Publish what ${response} has of type, identifier, token and key
 * authorization; it is copied.  ${requester} gets done without payload, or
 * failed.  NULL: memory is short, and nobody is told.
 */
struct acme_publication *
acme_publication_start(struct acme_publications *list,
		       const struct acme_publication_observer *observer,
		       const struct acme_challenge_response *response,
		       const struct sm_requester *requester);

/* What ${observer} started for ${token} and did not withdraw, or NULL. */
struct acme_publication *
acme_publication_find(const struct acme_publications *list,
		      const void *observer, const char *token);

/* All that ${observer} published goes, each after its time of grace. */
void acme_publication_withdraw_all(struct acme_publications *list,
				   const void *observer);

/* End and free it at once. */
void acme_publication_stop(struct acme_publication *publication);

#endif
