/* SPDX-License-Identifier: MIT */
/* Is a component of a path safe?  See folder.h; for the store only. */
#ifndef ACME_STORE_FILE_FOLDER_JUDGE_H
#define ACME_STORE_FILE_FOLDER_JUDGE_H

#include "base/fault.h"

#include <stdbool.h>
#include <sys/stat.h>

struct acme_folder_judge {
	uid_t user;    /* beside root */
	bool has_user; /* else it is the first owner that is not root */
	bool is_users; /* a link of this user's was followed */
};

/* ${path} is for people; ${is_last}: it is the folder itself. */
enum acme_err
acme_folder_judge_folder(struct acme_folder_judge *judge, const struct stat *st,
			 const char *path, bool is_last,
			 struct acme_fault *fault) ACME_MUST_CHECK;

/* ${in} is the owner of the folder that the link stands in. */
enum acme_err acme_folder_judge_link(struct acme_folder_judge *judge,
				     const struct stat *st, uid_t in,
				     const char *path,
				     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
