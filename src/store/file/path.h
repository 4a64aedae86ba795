/* SPDX-License-Identifier: MIT */
/*
 * Where a file is: an opened folder, and a bare name in it.  Nothing below
 * follows a link at that name.
 */
#ifndef ACME_STORE_FILE_PATH_H
#define ACME_STORE_FILE_PATH_H

#include "store/file/folder.h"

struct acme_path {
	const struct acme_folder *folder; /* borrowed */
	char *name;
	char *path; /* for people */
};

#define ACME_PATH_LIMIT 65536

/* ${name} and ${suffix} in ${folder}.  Clear it in any case. */
enum acme_err acme_path_init(struct acme_path *path,
			     const struct acme_folder *folder, const char *name,
			     const char *suffix,
			     struct acme_fault *fault) ACME_MUST_CHECK;

void acme_path_clear(struct acme_path *path);

/* Is there something, and what is it?  0: nothing; else S_IFREG, ... */
enum acme_err acme_path_kind(const struct acme_path *path, unsigned int *kind,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* What the link there says, for free(); NULL: it is none. */
enum acme_err acme_path_link(const struct acme_path *path, char **target,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Is it a link that the store made itself (staging.h)? */
enum acme_err acme_path_is_ours(const struct acme_path *path, bool *is_ours,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Where a path of the operator's leads.  A symbolic link there is his word for
 * where the file is: it is followed once, when this is opened, as judged as the
 * folders on the way (folder.h); and what it leads to is replaced.  A link
 * that the store made is a file's place-holder, and replaced like the file.
 */
struct acme_resolved_path {
	struct acme_folder named_in, found_in;
	struct acme_path named; /* by the path */
	struct acme_path found; /* behind the operator's link */
};

#define ACME_RESOLVED_PATH_INIT                                             \
	{                                                                   \
		.named_in = ACME_FOLDER_INIT, .found_in = ACME_FOLDER_INIT, \
	}

/* As acme_folder_open(); it must not be moved.  Close it in any case. */
enum acme_err acme_resolved_path_open(struct acme_resolved_path *resolved,
				      const char *path, uid_t user,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Follow the operator's links again, from the folder where the first one is, as
 * somebody may have changed them; each is judged as before.  They must end in
 * the folder where they ended, and only the name there can be another: so who
 * opened it before root was given up, or was confined, reaches no more by this.
 * ACME_ERR_INVALID: they do not; after an error ${resolved} is as it was.
 */
enum acme_err
acme_resolved_path_follow(struct acme_resolved_path *resolved,
			  struct acme_fault *fault) ACME_MUST_CHECK;

void acme_resolved_path_close(struct acme_resolved_path *resolved);

#endif
