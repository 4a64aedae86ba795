/* SPDX-License-Identifier: MIT */
/*
 * How the CA looks at the answer to a challenge, and what it makes of it
 * (RFC 8555 §8.3, RFC 8737 §3).
 */
#include "ca_private.h"

#include <stdio.h>
#include <stdlib.h>

/* §7.1.6: an order is ready when all are valid, invalid when one is. */
static void
judge_order(struct ca_order *order)
{
	bool ready = true;
	size_t i;

	for (i = 0; i < order->n_authzs; i++) {
		if (!strcmp(order->authzs[i].status, "invalid"))
			order->status = "invalid";
		if (strcmp(order->authzs[i].status, "valid"))
			ready = false;
	}
	if (ready && !strcmp(order->status, "pending"))
		order->status = "ready";
}

struct validation {
	struct ca_order *order;
	struct ca_authz *authz;
	bool last;
	bool fine;
};

void
ca_token(const struct ca_authz *authz, unsigned int type, char token[64])
{
	snprintf(token, 64, "%s%s", authz->token, type ? "-other" : "");
}

/* What every client for this challenge finds instead; NULL: nothing. */
static const char *
trouble(const struct ca *ca, const struct ca_authz *authz)
{
	if (ca->failing_type &&
	    strcmp(ca->failing_type, ca->types[authz->type]))
		return NULL;
	if (ca->failing_name && strcmp(ca->failing_name, authz->name))
		return NULL;
	return ca->challenge_error;
}

static void
judge(void *arg)
{
	struct validation *validation = arg;
	struct ca_authz *authz = validation->authz;
	const struct ca *ca = validation->order->ca;

	authz->error = validation->fine ? NULL : trouble(ca, authz);
	if (!validation->fine && !authz->error)
		authz->error = CA_PROBLEM("unauthorized", "a wrong answer");
	if (validation->fine)
		authz->status = authz->challenge_status = "valid";
	else if (!ca->tries_again)
		authz->status = authz->challenge_status = "invalid";
	judge_order(validation->order);
	free(validation);
}

/* §8.3: it must be the token, a dot and the account key's thumbprint. */
static void
look(void *arg)
{
	struct validation *validation = arg;
	struct ca *ca = validation->order->ca;
	const struct ca_authz *authz = validation->authz;
	const char *answer;
	char token[64], want[256];

	ca_token(authz, authz->type, token);
	answer = world_fetch(ca->world, ca->types[authz->type], authz->name,
			     token);
	snprintf(want, sizeof(want), "%s.%s", token, ca->account);
	validation->fine =
		answer && !strcmp(answer, want) && !trouble(ca, authz);
	if (validation->last && !ca->never_decides)
		agenda_add(&ca->world->agenda, ca->validate_us,
			   validation->authz, judge, free, validation);
	else
		free(validation);
}

void
ca_validate(struct ca_order *order, struct ca_authz *authz)
{
	struct ca *ca = order->ca;
	struct validation *validation;
	unsigned int i;

	authz->challenge_status = "processing";
	for (i = 0; i < ca->n_validations; i++) {
		validation = calloc(1, sizeof(*validation));
		if (!validation)
			abort();
		validation->order = order;
		validation->authz = authz;
		validation->last = i + 1 == ca->n_validations;
		agenda_add(&ca->world->agenda, ca->fetch_us + MS(i), authz,
			   look, free, validation);
	}
}
