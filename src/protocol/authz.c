/* SPDX-License-Identifier: MIT */
/*
 * RFC 8555 §7.1.4.
 */
#include "protocol/authz.h"

#include "protocol/identifier.h"
#include "protocol/member.h"

#include <stdlib.h>

static enum acme_err
read_identifier(const struct acme_json_value *root, struct acme_authz *authz,
		struct acme_fault *fault)
{
	const struct acme_json_value *identifier =
		acme_member_find(root, "identifier");

	if (!identifier)
		return acme_member_missing("identifier", fault);
	return acme_identifier_read(identifier, &authz->identifier, fault);
}

static enum acme_err
read_challenges(const struct acme_json_value *array, struct acme_authz *authz,
		struct acme_fault *fault)
{
	const struct acme_json_value *item = acme_json_first(array);
	enum acme_err err = ACME_OK;
	bool usable = false;

	if (!item)
		return ACME_OK;
	authz->challenges =
		calloc(acme_json_n_items(array), sizeof(*authz->challenges));
	if (!authz->challenges)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	for (; item && !err; item = acme_json_next(item)) {
		err = acme_challenge_read(
			item, authz->challenges + authz->n_challenges, &usable,
			fault);
		authz->n_challenges += !err && usable;
	}
	return err;
}

static enum acme_err
read_members(const struct acme_json_value *root, struct acme_authz *authz,
	     struct acme_fault *fault)
{
	const struct acme_json_value *array = NULL;
	enum acme_err err = acme_status_read(root, &authz->status, fault);

	if (!err)
		err = acme_member_string(root, "status", &authz->status_word,
					 fault);
	if (!err)
		err = read_identifier(root, authz, fault);
	if (!err)
		err = acme_member_bool(root, "wildcard", &authz->wildcard,
				       fault);
	if (!err)
		err = acme_member_array(root, "challenges", &array, fault);
	if (!err)
		err = read_challenges(array, authz, fault);
	if (!err && authz->status == ACME_STATUS_PENDING && !array)
		err = acme_member_missing("challenges", fault);
	return err;
}

enum acme_err
acme_authz_read(struct acme_span json, struct acme_authz *authz,
		struct acme_fault *fault)
{
	struct acme_json *document = NULL;
	enum acme_err err = acme_member_parse(json, &document, fault);

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
