/* SPDX-License-Identifier: MIT */
/*
 * What stands in a pair's place and is of no use.  It may be the only copy of
 * somebody's key, so it is never deleted, but kept beside its place under the
 * first name that is free of .bad, .bad.1, ...; the log says which.
 */
#ifndef ACME_STORE_PAIR_QUARANTINE_H
#define ACME_STORE_PAIR_QUARANTINE_H

#include "store/file/path.h"

/*
 * Give the file ${path} such a second name, before it is replaced.  One that
 * has it already, with the same bytes, needs no other.  What is no regular
 * file is no one's key, and left alone.  ${who} is for the log.
 */
enum acme_err acme_quarantine_copy(const struct acme_path *path,
				   const char *who,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/* Take its name away from what is at ${path}.  Nothing there is no error. */
enum acme_err acme_quarantine_move(const struct acme_path *path,
				   const char *who,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
