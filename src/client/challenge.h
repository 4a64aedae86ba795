/* SPDX-License-Identifier: MIT */
/*
 * Which challenge of an authorization is answered (RFC 8555 §8): the types
 * that we know, in our order of preference, where the port can publish them.
 */
#ifndef ACME_CLIENT_CHALLENGE_H
#define ACME_CLIENT_CHALLENGE_H

#include "client/port.h"
#include "protocol/objects.h"

/* NULL: there is none.  Unknown types and those without a token are skipped. */
const struct acme_challenge *
acme_challenge_choose(const struct acme_authz *authz, struct acme_port *port);

/* Of one that was chosen. */
enum acme_challenge_type
acme_challenge_type(const struct acme_challenge *challenge);

/* One that has an error, of whatever type; NULL: none has. */
const struct acme_challenge *
acme_challenge_failed(const struct acme_authz *authz);

/* Say why none could be chosen: what is offered, and what can be answered. */
void acme_challenge_refuse(const struct acme_authz *authz,
			   struct acme_port *port, struct acme_fault *fault);

#endif
