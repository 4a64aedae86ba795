/* SPDX-License-Identifier: MIT */
/*
 * The temporary file beside a file that is to be written.  Its name is fixed,
 * so that what a crash left is found by the next who writes, and replaced:
 * leftovers do not add up.  Its writer holds a lock (flock) on it: by that a
 * leftover, which nobody locks, is told from another process's work.
 */
#ifndef ACME_STORE_FILE_FILE_TEMP_H
#define ACME_STORE_FILE_FILE_TEMP_H

#include "store/file/path.h"

struct acme_file_temp {
	const struct acme_path *path; /* the file that is to be written */
	struct acme_path temp;	      /* ${path}.tmp */
	int fd;			      /* locked; -1: there is none */
};

/* Make it, empty and with mode 0600; to be cleared, failed or not. */
enum acme_err acme_file_temp_init(struct acme_file_temp *temp,
				  const struct acme_path *path,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* Its content, durable. */
enum acme_err acme_file_temp_fill(struct acme_file_temp *temp,
				  struct acme_span content,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* Room for so many bytes, durable: a full disk has names left, but no room. */
enum acme_err acme_file_temp_reserve(struct acme_file_temp *temp, size_t size,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Put it in place of what is there. */
enum acme_err acme_file_temp_replace(struct acme_file_temp *temp,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Put it in its place; ACME_ERR_EXISTS where something is there. */
enum acme_err acme_file_temp_create(struct acme_file_temp *temp,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/* Removed, where it was not put in its place. */
void acme_file_temp_clear(struct acme_file_temp *temp);

#endif
