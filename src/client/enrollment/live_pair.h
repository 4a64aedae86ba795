/* SPDX-License-Identifier: MIT */
/*
 * The key and the chain that the server is to serve, in memory: the stored
 * ones, or new ones on their way to the server and to the disk.
 */
#ifndef ACME_CLIENT_ENROLLMENT_LIVE_PAIR_H
#define ACME_CLIENT_ENROLLMENT_LIVE_PAIR_H

#include "base/log.h"
#include "client/payload.h"

struct acme_live_pair {
	struct acme_secret key_pem;
	struct acme_buf chain;
	struct acme_cert_info info; /* of the chain; zero: there is none */
	struct acme_fault unstored; /* why it is not on disk; OK: it is */
};

void acme_live_pair_init(struct acme_live_pair *pair);

/* Take ${key} and ${chain}, which are empty then. */
void acme_live_pair_set(struct acme_live_pair *pair, struct acme_secret *key,
			struct acme_buf *chain);

/* The key is wiped. */
void acme_live_pair_clear(struct acme_live_pair *pair);

/* Does what the store gave live longer than what is ${served}, and is it valid
 * at ${now_s}? */
bool acme_live_pair_is_newer(const struct acme_stored *stored,
			     const struct acme_cert_info *served,
			     int64_t now_s);

/* "${name}: certificate SERIAL of ISSUER, valid until ..., for NAMES: ", and
 * what ${fmt} says of it */
void acme_live_pair_log(const struct acme_live_pair *pair, const char *name,
			enum acme_log_level level, const char *fmt, ...)
	ACME_PRINTF(4, 5);

#endif
