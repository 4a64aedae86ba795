/* SPDX-License-Identifier: MIT */
/*
 * Where a name leads to.  A symbolic link is the operator's word for where the
 * file is, so it is followed, and what it leads to is replaced; but a link
 * that the store made itself (generation.h) is a file's place-holder, and is
 * replaced like the file.
 */
#ifndef ACME_STORE_PLACE_H
#define ACME_STORE_PLACE_H

#include "base/buf.h"

#define ACME_PATH_LIMIT 65536

/* The path behind the operator's links, for free(); NULL: see ${fault}. */
char *acme_place_of(const char *path, struct acme_fault *fault);

/* Is ${path} a link that the store made? */
bool acme_place_is_ours(const char *path);

/* ${path} with ${suffix}, for free(); NULL where memory is short. */
char *acme_place_beside(const char *path, const char *suffix);

/* Make durable which names the folder of ${path} has. */
enum acme_err acme_place_sync(const char *path,
			      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
