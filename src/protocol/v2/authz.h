/* SPDX-License-Identifier: MIT */
/*
 * An authorization: what the CA wants proved for one identifier (RFC 8555
 * §7.1.4).
 */
#ifndef ACME_PROTOCOL_V2_AUTHZ_H
#define ACME_PROTOCOL_V2_AUTHZ_H

#include "protocol/v2/challenge.h"

struct acme_authz {
	enum acme_status status;
	char *status_word; /* as the CA says it */
	char *identifier;  /* its value; of a DNS name without "*." */
	bool wildcard;
	struct acme_challenge *challenges; /* those with a type and a URL */
	size_t n_challenges;
};

enum acme_err acme_authz_read(struct acme_span json, struct acme_authz *authz,
			      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_authz_clear(struct acme_authz *authz);

#endif
