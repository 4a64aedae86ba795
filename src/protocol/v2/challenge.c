/* SPDX-License-Identifier: MIT */
/*
 * This reads the challenges of an authorization (RFC 8555 §8).  A CA may offer
 * types that were made after this was: they are passed on by their names, and
 * what else they hold is not judged.
 */
#include "protocol/v2/challenge.h"

#include "format/http/field.h"
#include "protocol/json_members_read.h"

#include <stdlib.h>

/* Of the types that are not supported, nothing is judged. */
static bool
is_supported(const char *type)
{
	return !strcmp(type, "http-01") || !strcmp(type, "tls-alpn-01") ||
	       !strcmp(type, "tls-sni-01");
}

static enum acme_err
read_token(const struct acme_json_value *value,
	   struct acme_challenge *challenge, struct acme_fault *fault)
{
	enum acme_err err =
		acme_json_get_string(value, "token", &challenge->token, fault);

	if (err || !challenge->token)
		return err;
	/* A token has the letters of a nonce (§6.5.1, §8.3). */
	if (!acme_field_is_nonce(acme_span_str(challenge->token)))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "the token '%s' is not base64url, and "
				      "could not safely be part of a path",
				      challenge->token);
	return ACME_OK;
}

/* "url", or what ACME v1 calls it. */
static const char *
url_name(const struct acme_json_value *value)
{
	return acme_json_get_find(value, "url") ? "url" : "uri";
}

static enum acme_err
read_members(const struct acme_json_value *value,
	     struct acme_challenge *challenge, struct acme_fault *fault)
{
	enum acme_err err =
		acme_json_get_string(value, "type", &challenge->type, fault);

	if (!err)
		err = acme_json_get_url(value, url_name(value), &challenge->url,
					fault);
	if (!err && is_supported(challenge->type))
		err = read_token(value, challenge, fault);
	if (!err && acme_status_read(value, &challenge->status, NULL))
		challenge->status = ACME_STATUS_UNKNOWN;
	if (!err)
		acme_problem_read_value(acme_json_member(value, "error"),
					&challenge->error);
	return err;
}

enum acme_err
acme_challenge_read(const struct acme_json_value *value,
		    struct acme_challenge *challenge, bool *usable,
		    struct acme_fault *fault)
{
	struct acme_span type = acme_json_get_span(value, "type");
	struct acme_span url = acme_json_get_span(value, url_name(value));
	enum acme_err err = ACME_OK;

	if (type.len && url.len)
		err = read_members(value, challenge, fault);
	*usable = !err && type.len && url.len;
	if (!err)
		return ACME_OK;
	acme_challenge_clear(challenge);
	return acme_fault_in(fault, err, "challenge %.*s", (int)type.len,
			     type.data);
}

void
acme_challenge_clear(struct acme_challenge *challenge)
{
	free(challenge->type);
	free(challenge->url);
	free(challenge->token);
	acme_problem_clear(&challenge->error);
	*challenge = (struct acme_challenge){ .type = NULL };
}
