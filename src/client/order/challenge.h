/* SPDX-License-Identifier: MIT */
/*
 * Which challenge of an authorization is responded to (RFC 8555 §8): the types
 * that we know, in our order of preference, where the operator wants them or
 * the port can publish them.  A set of types has a bit for each.
 */
#ifndef ACME_CLIENT_ORDER_CHALLENGE_H
#define ACME_CLIENT_ORDER_CHALLENGE_H

#include "client/enrollment/enrollment.h"
#include "client/port.h"
#include "protocol/v2/objects.h"

/* "http-01" */
const char *acme_challenge_word(enum acme_challenge_type type);

/* ACME_CHALLENGE__MAX: none that we know. */
enum acme_challenge_type acme_challenge_type(const char *word);

/* Those that are offered, and can be responded to here.  Unknown types and
 * those without a token are skipped. */
unsigned int
acme_challenge_usable_types(const struct acme_authz *authz,
			    const struct acme_enrollment *enrollment);

/* The first that is not in ${failed}; NULL: there is none. */
const struct acme_challenge *
acme_challenge_choose(const struct acme_authz *authz,
		      const struct acme_enrollment *enrollment,
		      unsigned int failed);

/* One that has an error, of whatever type; NULL: none has. */
const struct acme_challenge *
acme_challenge_failed(const struct acme_authz *authz);

/* The one that made it valid; NULL: the CA shows none. */
const struct acme_challenge *
acme_challenge_valid(const struct acme_authz *authz);

/* Say why none could be chosen:
 * what is offered, and what can be responded to. */
void acme_challenge_refuse(const struct acme_authz *authz,
			   const struct acme_enrollment *enrollment,
			   struct acme_fault *fault);

#endif
