/* SPDX-License-Identifier: MIT */
/*
 * Small files that are whole or not there: written beside their place, made
 * durable, then renamed (temporary file, fsync, rename, fsync of the folder).
 * Mode 0600, whatever the umask and the mode before.  No link is followed
 * (path.h has followed the operator's).  All of it blocks, for as long as the
 * disk takes and no longer: no pipe, device or lease of another process is
 * waited for.  In the worker only.  Paths and errno are told in the fault.
 */
#ifndef ACME_STORE_FILE_FILE_H
#define ACME_STORE_FILE_FILE_H

#include "store/file/path.h"

/*
 * Append a file to ${content}.  ACME_ERR_NOT_FOUND: no such file;
 * ACME_ERR_LIMIT: longer than the limit; ACME_ERR_INVALID: no regular file, or
 * a link.
 */
enum acme_err acme_file_read(const struct acme_path *path,
			     struct acme_secret *content,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* As anybody reads a file that the operator names: links are followed. */
enum acme_err acme_file_read_path(const char *path, struct acme_secret *content,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * On failure the file that was there is still there, and nothing else; but
 * where the fsync of the folder fails, the new one is there, though perhaps
 * not after a power failure.  The temporary file is ${path}.tmp; one that a
 * crash left is replaced, one that another process is writing is
 * ACME_ERR_SYSTEM.
 */
enum acme_err acme_file_write(const struct acme_path *path,
			      struct acme_span content,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/* As acme_file_write(), but ACME_ERR_EXISTS where ${path} exists. */
enum acme_err acme_file_create(const struct acme_path *path,
			       struct acme_span content,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* Give the regular file ${path} the name ${to} as well, in the same folder;
 * where no hard link is permitted (fs.protected_hardlinks, or a file system
 * without) a copy.  ACME_ERR_EXISTS: ${to} exists. */
enum acme_err acme_file_link(const struct acme_path *path,
			     const struct acme_path *to,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Nothing there is no error; of a link the link is removed. */
enum acme_err acme_file_remove(const struct acme_path *path,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* Could it be written, and is there room for it?  Leaves nothing behind. */
enum acme_err acme_file_probe(const struct acme_path *path,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/* What who opens a file as anybody does, and reads it, waits for. */
enum acme_file_wait {
	ACME_FILE_READY,  /* nothing, or there is no file */
	ACME_FILE_LEASED, /* a process that has a lease on it (fcntl(2)) */
	ACME_FILE_PIPE,	  /* whoever writes into it */
	ACME_FILE_DEVICE,
	ACME_FILE_UNKNOWN /* errno says why it can't be told */
};

enum acme_file_wait acme_file_waits(const char *path);

#endif
