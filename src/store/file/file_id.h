/* SPDX-License-Identifier: MIT */
/*
 * Which file a path leads to, however it is spelled: by links, by other
 * slashes and dots, from another folder, by a second name (hard link).
 */
#ifndef ACME_STORE_FILE_FILE_ID_H
#define ACME_STORE_FILE_FILE_ID_H

#include "store/file/path.h"

struct acme_file_id {
	dev_t folder_dev, file_dev;
	ino_t folder_ino, file_ino; /* of a file that is not there: 0 */
	char *name;		    /* in the folder; NULL: nothing is known */
};

/* ACME_ERR_MEMORY, or ACME_ERR_SYSTEM: it can't be told.
 * Clear it in any case. */
enum acme_err acme_file_id_init(struct acme_file_id *id,
				const struct acme_path *path,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* As anybody finds a file that is only read: ${named} by its own name, ${found}
 * behind all links.  The same errors; clear both in any case. */
enum acme_err acme_file_id_init_path(struct acme_file_id *named,
				     struct acme_file_id *found,
				     const char *path,
				     struct acme_fault *fault) ACME_MUST_CHECK;
void acme_file_id_clear(struct acme_file_id *id);

bool acme_file_id_is(const struct acme_file_id *a,
		     const struct acme_file_id *b);

/* Is ${b} what the store calls a file of its own beside ${a}: ${a}.upd, ...?
 * It would be replaced. */
bool acme_file_id_is_beside(const struct acme_file_id *a,
			    const struct acme_file_id *b);

#endif
