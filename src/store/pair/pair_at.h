/* SPDX-License-Identifier: MIT */
/* Which pair is meant, and whom it serves. */
#ifndef ACME_STORE_PAIR_PAIR_AT_H
#define ACME_STORE_PAIR_PAIR_AT_H

#include "store/file/path.h"

/* Could the server serve this pair?  It may know more than we do. */
typedef enum acme_err (*acme_pair_is_served)(struct acme_span chain,
					     struct acme_span key,
					     struct acme_fault *fault);

struct acme_pair_at {
	const struct acme_resolved_path *cert; /* PEM chain, leaf first */
	const struct acme_resolved_path *key;  /* PEM */
	const char *who;	       /* for the log: 'vhost "a.example"' */
	acme_pair_is_served is_served; /* of what is read; NULL: unknown */
};

#endif
