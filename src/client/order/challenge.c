/* SPDX-License-Identifier: MIT */
/*
 * One loop over the types that we know chooses the challenge that is responded
 * to; a new type is a new word here and a way to publish it in the port.
 */
#include "client/order/challenge.h"

static const char *const words[ACME_CHALLENGE__MAX] = {
	[ACME_CHALLENGE_HTTP_01] = "http-01",
	[ACME_CHALLENGE_TLS_ALPN_01] = "tls-alpn-01",
	[ACME_CHALLENGE_TLS_SNI_01] = "tls-sni-01",
};

const char *
acme_challenge_word(enum acme_challenge_type type)
{
	return words[type];
}

enum acme_challenge_type
acme_challenge_type(const char *word)
{
	unsigned int type;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (!strcmp(word, words[type]))
			break;
	return (enum acme_challenge_type)type;
}

static const struct acme_challenge *
find(const struct acme_authz *authz, unsigned int type)
{
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		if (!strcmp(authz->challenges[i].type, words[type]) &&
		    authz->challenges[i].token)
			return &authz->challenges[i];
	return NULL;
}

/* What the operator names is tried, whatever the port knows: the CA may come
 * by a way that it does not see. */
static bool
is_wanted(const struct acme_enrollment *enrollment, unsigned int type)
{
	if (enrollment->config->challenge != ACME_CHALLENGE__MAX)
		return enrollment->config->challenge == type;
	return enrollment->port->can_publish(enrollment->port,
					     (enum acme_challenge_type)type);
}

unsigned int
acme_challenge_usable_types(const struct acme_authz *authz,
			    const struct acme_enrollment *enrollment)
{
	unsigned int type, usable = 0;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (find(authz, type) && is_wanted(enrollment, type))
			usable |= 1U << type;
	return usable;
}

const struct acme_challenge *
acme_challenge_choose(const struct acme_authz *authz,
		      const struct acme_enrollment *enrollment,
		      unsigned int failed)
{
	unsigned int type,
		usable = acme_challenge_usable_types(authz, enrollment) &
			 ~failed;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (usable & 1U << type)
			return find(authz, type);
	return NULL;
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

const struct acme_challenge *
acme_challenge_valid(const struct acme_authz *authz)
{
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		if (authz->challenges[i].status == ACME_STATUS_VALID)
			return &authz->challenges[i];
	return NULL;
}

/* "a, b", in ${list}; where memory is short it stays shorter. */
static void
list_word(struct acme_buf *list, const char *word)
{
	if (acme_buf_addf(list, "%s%s", list->len ? ", " : "", word))
		return;
}

static void
list_challenge(struct acme_buf *list, const struct acme_challenge *challenge)
{
	list_word(list, challenge->type);
	if (!challenge->token &&
	    acme_challenge_type(challenge->type) < ACME_CHALLENGE__MAX &&
	    acme_buf_addf(list, " (without a token)"))
		return;
}

void
acme_challenge_refuse(const struct acme_authz *authz,
		      const struct acme_enrollment *enrollment,
		      struct acme_fault *fault)
{
	struct acme_buf offered = ACME_BUF_INIT(ACME_FAULT_TEXT_MAX);
	struct acme_buf wanted = ACME_BUF_INIT(ACME_FAULT_TEXT_MAX);
	unsigned int type;
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		list_challenge(&offered, &authz->challenges[i]);
	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (is_wanted(enrollment, type))
			list_word(&wanted, words[type]);
	acme_fault_set(
		fault, ACME_ERR_INVALID,
		"%s: the CA offers %s, and this server can respond to %s",
		authz->identifier ? authz->identifier : "an authorization",
		offered.len ? acme_buf_str(&offered) : "no challenge",
		wanted.len ? acme_buf_str(&wanted) : "none");
	acme_buf_clear(&offered);
	acme_buf_clear(&wanted);
}
