/* SPDX-License-Identifier: MIT */
/*
 * The choice is one loop over the types that we know; a new type is a new
 * word here and a way to publish it in the port.
 */
#include "client/challenge.h"

static const char *const words[ACME_CHALLENGE__MAX] = {
	[ACME_CHALLENGE_HTTP_01] = "http-01",
};

static const struct acme_challenge *
find(const struct acme_authz *authz, const char *word)
{
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		if (!strcmp(authz->challenges[i].type, word) &&
		    authz->challenges[i].token)
			return &authz->challenges[i];
	return NULL;
}

const struct acme_challenge *
acme_challenge_choose(const struct acme_authz *authz, struct acme_port *port)
{
	const struct acme_challenge *found;
	unsigned int type;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++) {
		found = find(authz, words[type]);
		if (found &&
		    port->can_publish(port, (enum acme_challenge_type)type))
			return found;
	}
	return NULL;
}

enum acme_challenge_type
acme_challenge_type(const struct acme_challenge *challenge)
{
	unsigned int type;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (!strcmp(challenge->type, words[type]))
			break;
	return (enum acme_challenge_type)type;
}

const struct acme_challenge *
acme_challenge_failed(const struct acme_authz *authz)
{
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		if (authz->challenges[i].error.type != ACME_PROBLEM_NONE)
			return &authz->challenges[i];
	return NULL;
}

void
acme_challenge_refuse(const struct acme_authz *authz, struct acme_port *port,
		      struct acme_fault *fault)
{
	struct acme_buf offered = ACME_BUF_INIT(ACME_FAULT_TEXT_MAX);
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		if (acme_buf_addf(&offered, "%s%s", i ? ", " : "",
				  authz->challenges[i].type))
			break;
	acme_fault_set(fault, ACME_ERR_INVALID, "%s: the CA offers %s, and %s",
		       authz->identifier,
		       offered.len ? acme_buf_str(&offered) : "no challenge",
		       port->can_publish(port, ACME_CHALLENGE_HTTP_01)
			       ? "only http-01 can be answered here"
			       : "no vhost here answers http-01");
	acme_buf_clear(&offered);
}
