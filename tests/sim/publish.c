/* SPDX-License-Identifier: MIT */
/* Answers to challenges: published, fetched by the CA, and withdrawn. */
#include "world_private.h"

#include "client/order/challenge.h"

static bool
can_publish(struct acme_port *port, enum acme_challenge_type type)
{
	return !world_vhost_of(port)->world->cannot_publish[type];
}

/* It may be seen before it is told. */
static void
start_publishing(struct acme_port *port,
		 struct acme_challenge_response *published,
		 const struct sm_requester *requester)
{
	struct world *world = world_vhost_of(port)->world;

	published->next = world->responses;
	world->responses = published;
	world_ask(world_vhost_of(port), WORLD_PUBLISH, NULL, ACME_SPAN(""),
		  NULL, published, requester);
}

static void
withdraw(struct acme_port *port, struct acme_challenge_response *published)
{
	struct world *world = world_vhost_of(port)->world;
	struct acme_challenge_response **link;

	agenda_drop(&world->agenda, published);
	for (link = &world->responses; *link; link = &(*link)->next)
		if (*link == published) {
			*link = published->next;
			return;
		}
}

/* Once, as the port promises. */
static void
tell_fetched(struct acme_challenge_response *response)
{
	if (!response->notified)
		sm_post(response->observer.sm, response->observer.fetched,
			NULL);
	response->notified = true;
}

const char *
world_fetch(struct world *world, const char *type, const char *identifier,
	    const char *token)
{
	struct acme_challenge_response *a;

	for (a = world->responses; a; a = a->next)
		if (a->type == acme_challenge_type(type) &&
		    !strcmp(a->identifier, identifier) &&
		    !strcmp(a->token, token)) {
			tell_fetched(a);
			return a->key_authorization;
		}
	return NULL;
}

void
world_publish_init(struct acme_port *port)
{
	port->can_publish = can_publish;
	port->publish = start_publishing;
	port->withdraw = withdraw;
}
