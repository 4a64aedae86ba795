/* SPDX-License-Identifier: MIT */
/* Whose folder a file is in, before it is opened (folder.h). */
#ifndef ACME_STORE_FILE_FOLDER_LOOK_H
#define ACME_STORE_FILE_FOLDER_LOOK_H

#include "base/buf.h"

struct acme_folder_facts {
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
			       struct acme_folder_facts *found,
			       struct acme_fault *fault) ACME_MUST_CHECK;

#endif
