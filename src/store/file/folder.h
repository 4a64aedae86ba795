/* SPDX-License-Identifier: MIT */
/*
 * A folder, opened once: from then on what is done in it is done by its
 * descriptor and a bare name, so that no path is looked at twice.
 *
 * On the way to it each component is opened by itself, without following, and
 * judged: who else may put something there could lead us elsewhere.
 *
 *   - A folder is root's, or the user's whose right is used.
 *   - Nobody else may write there.  On the way, though not at its end, a folder
 *     with the sticky bit (/tmp) is as good: there nobody renames or removes
 *     what is another's, and what comes next is judged itself.
 *   - A link is followed where it is root's, or that user's.  One that stands
 *     in a user's folder leads root only to folders of that user.
 *
 * A process that is not root has no more than the user's own right, so there a
 * group may write: with a umask of 002 the user's own group may everywhere.
 */
#ifndef ACME_STORE_FILE_FOLDER_H
#define ACME_STORE_FILE_FOLDER_H

#include "base/buf.h"

#include <sys/types.h>

/* Whose right is used, beside a uid: of the first owner that is not root. */
#define ACME_ANY_ONE_USER ((uid_t)-1)

struct acme_folder {
	int fd;		   /* -1: not open */
	char *path;	   /* as it was named: for people */
	char *real;	   /* absolute and without links */
	unsigned int mode; /* the permission bits */
	uid_t owner;
	gid_t group;
	dev_t dev; /* with ino: which one it is */
	ino_t ino;
	uid_t user;	 /* beside root, whose files may be here */
	bool is_private; /* or a folder above it: one user's alone, 0700 */
};

#define ACME_FOLDER_INIT \
	{                \
		.fd = -1 \
	}

/*
 * Open ${path}, where what is there is root's or ${user}'s.
 * ACME_ERR_NOT_FOUND: a component is not there; ACME_ERR_INVALID: one is not
 * safe, ${fault} names it, its owner and mode, and what to do.  Close it in any
 * case.  It never waits.
 */
enum acme_err acme_folder_open(struct acme_folder *folder,
			       struct acme_span path, uid_t user,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* As if ${path} stood in ${from}, where it is no absolute one. */
enum acme_err acme_folder_open_from(struct acme_folder *folder,
				    const struct acme_folder *from,
				    struct acme_span path,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/* The folder ${name} in ${parent}, which was made there by the store. */
enum acme_err acme_folder_enter(struct acme_folder *folder,
				const struct acme_folder *parent,
				const char *name,
				struct acme_fault *fault) ACME_MUST_CHECK;

void acme_folder_close(struct acme_folder *folder);

/* Make durable which names it has. */
enum acme_err acme_folder_sync(const struct acme_folder *folder,
			       struct acme_fault *fault) ACME_MUST_CHECK;

bool acme_folder_is(const struct acme_folder *a, const struct acme_folder *b);

/* Is a file of ${owner} one that may be here? */
bool acme_folder_may_hold(const struct acme_folder *folder, uid_t owner);

#endif
