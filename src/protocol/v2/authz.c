/* SPDX-License-Identifier: MIT */
/* This reads an authorization (RFC 8555 §7.1.4). */
#include "protocol/v2/authz.h"

#include "protocol/identifier.h"
#include "protocol/json_members_read.h"

#include <stdlib.h>

static enum acme_err
read_identifier(const struct acme_json_value *root, struct acme_authz *authz,
		struct acme_fault *fault)
{
	const struct acme_json_value *identifier =
		acme_json_get_find(root, "identifier");

	if (!identifier)
		return acme_json_get_missing("identifier", fault);
	return acme_identifier_read(identifier, &authz->identifier, fault);
}

/* One that is wrong is left out, and told where none that is right can be
 * responded to in its place. */
static enum acme_err
read_each(const struct acme_json_value *item, struct acme_authz *authz,
	  struct acme_fault *fault)
{
	struct acme_challenge *challenge = authz->challenges;
	enum acme_err err, first = ACME_OK;
	bool usable = false, can_respond = false;
	struct acme_fault wrong;

	for (; item; item = acme_json_next(item)) {
		err = acme_challenge_read(item, challenge, &usable,
					  first ? NULL : &wrong);
		if (err == ACME_ERR_MEMORY)
			return acme_fault_set(fault, err, "out of memory");
		first = first ? first : err;
		if (!usable)
			continue;
		can_respond |= challenge->token != NULL;
		challenge++;
		authz->n_challenges++;
	}
	if (!first || can_respond)
		return ACME_OK;
	return acme_fault_set(fault, first, "%s", wrong.text);
}

static enum acme_err
read_challenges(const struct acme_json_value *array, struct acme_authz *authz,
		struct acme_fault *fault)
{
	const struct acme_json_value *item = acme_json_first(array);
	bool needed = authz->status == ACME_STATUS_PENDING;
	enum acme_err err;

	if (!item)
		return ACME_OK;
	authz->challenges =
		calloc(acme_json_n_items(array), sizeof(*authz->challenges));
	if (!authz->challenges)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	err = read_each(item, authz, fault);
	return needed || err == ACME_ERR_MEMORY ? err : ACME_OK;
}

/* Needed only as long as one of them is to be responded to. */
static enum acme_err
find_challenges(const struct acme_json_value *root,
		const struct acme_authz *authz,
		const struct acme_json_value **array, struct acme_fault *fault)
{
	bool needed = authz->status == ACME_STATUS_PENDING;
	enum acme_err err = acme_json_get_array(root, "challenges", array,
						needed ? fault : NULL);

	if (!needed)
		return ACME_OK;
	return err || *array ? err : acme_json_get_missing("challenges", fault);
}

static enum acme_err
read_members(const struct acme_json_value *root, struct acme_authz *authz,
	     struct acme_fault *fault)
{
	const struct acme_json_value *array = NULL;
	enum acme_err err = acme_status_read(root, &authz->status, fault);

	if (!err)
		err = acme_json_get_string(root, "status", &authz->status_word,
					   fault);
	if (!err)
		err = read_identifier(root, authz, fault);
	if (!err)
		err = find_challenges(root, authz, &array, fault);
	if (!err)
		err = read_challenges(array, authz, fault);
	acme_json_get_flag(root, "wildcard", &authz->wildcard);
	return err;
}

enum acme_err
acme_authz_read(struct acme_span json, struct acme_authz *authz,
		struct acme_fault *fault)
{
	struct acme_json *document = NULL;
	enum acme_err err = acme_json_get_parse(json, &document, fault);

	if (!err)
		err = read_members(acme_json_root(document), authz, fault);
	acme_json_free(document);
	if (!err)
		return ACME_OK;
	acme_authz_clear(authz);
	return acme_fault_in(fault, err, "authorization");
}

void
acme_authz_clear(struct acme_authz *authz)
{
	size_t i;

	for (i = 0; i < authz->n_challenges; i++)
		acme_challenge_clear(authz->challenges + i);
	free(authz->challenges);
	free(authz->identifier);
	free(authz->status_word);
	*authz = (struct acme_authz){ .status = ACME_STATUS_UNKNOWN };
}
