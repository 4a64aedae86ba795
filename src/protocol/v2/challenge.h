/* SPDX-License-Identifier: MIT */
/*
 * A way to prove control of an identifier (RFC 8555 §8).
 */
#ifndef ACME_PROTOCOL_V2_CHALLENGE_H
#define ACME_PROTOCOL_V2_CHALLENGE_H

#include "protocol/problem.h"
#include "protocol/status.h"

struct acme_challenge {
	char *type; /* "http-01" */
	char *url;  /* "uri" in ACME v1 */
	/*
	 * base64url letters only, as it becomes a path (§8.3).  NULL where
	 * there is none, and for types that are not supported.
	 */
	char *token;
	enum acme_status status;
	struct acme_problem error; /* also while the CA tries again (§8.2) */
};

/*
 * Fill ${challenge}, which was zeroed.  ${usable} is false, and nothing is
 * filled, where it has no type or no URL: a kind of challenge to come.
 */
enum acme_err acme_challenge_read(const struct acme_json_value *value,
				  struct acme_challenge *challenge,
				  bool *usable,
				  struct acme_fault *fault) ACME_MUST_CHECK;

void acme_challenge_clear(struct acme_challenge *challenge);

#endif
