/* SPDX-License-Identifier: MIT */
/*
 * Looking for what tells another ACME client.  What could not be looked at is
 * noted, as it is no reason to take the files for nobody's.
 */
#ifndef ACME_STORE_PAIR_FOREIGN_LOOK_H
#define ACME_STORE_PAIR_FOREIGN_LOOK_H

#include "base/buf.h"
#include "base/fault.h"

struct acme_foreign_look {
	/* Why an ACME client that was not found may be there: ACME_ERR_SYSTEM,
	 * or ACME_ERR_INVALID, where only closed folders hindered the look. */
	enum acme_err err;
	struct acme_fault *fault; /* may be NULL */
};

/* ${path} could not be looked at, by ${error}, an errno. */
void acme_foreign_look_failed(struct acme_foreign_look *look, const char *path,
			      int error);

/*
 * Is a regular file at ${path}?  The certificate lies in ${folder}: what can't
 * be looked at for want of a right, from a folder that can be entered, counts
 * as one.
 */
bool acme_foreign_look_file(struct acme_foreign_look *look,
			    struct acme_span folder, const char *path);

/* Such a file, with ${words} in it?  One that this process has no right to
 * read, or that is too long to be looked through, counts as it. */
bool acme_foreign_look_words(struct acme_foreign_look *look,
			     struct acme_span folder, const char *path,
			     const char *words);

/* What the link at ${path} says, in ${buffer} of PATH_MAX; empty:
 * it is none. */
struct acme_span acme_foreign_look_link(struct acme_foreign_look *look,
					const char *path, char *buffer);

#endif
