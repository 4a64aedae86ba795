/* SPDX-License-Identifier: MIT */
/* The folders that secrets are kept in; they are looked at, and never made. */
#ifndef ACME_STORE_FOLDER_H
#define ACME_STORE_FOLDER_H

#include "base/buf.h"

struct acme_folder {
	unsigned int mode; /* the permission bits */
	unsigned int uid, gid;
};

/* Where the file ${path} is: as long as ${path} is. */
struct acme_span acme_folder_of(const char *path);

/*
 * ACME_ERR_NOT_FOUND: ${folder} is not there; ACME_ERR_SYSTEM: it is something
 * else, or can't be looked at.  It blocks.
 */
enum acme_err acme_folder_look(struct acme_span folder,
			       struct acme_folder *found,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* Is it 0700, and root's or the user's that this process runs as? */
bool acme_folder_is_private(const struct acme_folder *folder);

/* May a process write there with root's uid and gid, and no capability? */
bool acme_folder_is_open_to_root(const struct acme_folder *folder);

/*
 * Wait until no other process is at work on the pairs in the folder of
 * ${path}, and lock it.  -1: it can't be locked, and so it is not; what hinders
 * shows in the work.  acme_folder_unlock() takes both.
 */
int acme_folder_lock(const char *path);
void acme_folder_unlock(int lock);

#endif
