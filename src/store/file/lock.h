/* SPDX-License-Identifier: MIT */
/*
 * Files that mean nothing but their locks, which are of the open file (Linux's
 * F_OFD_SETLK): the kernel drops them with the process.  They are our own, with
 * mode 0600, so that nobody else can hold them; and nothing here waits.
 */
#ifndef ACME_STORE_FILE_LOCK_H
#define ACME_STORE_FILE_LOCK_H

#include "store/file/path.h"

/*
 * Open the file ${path}, made where it is not there; where root makes it, for
 * the folder's owner.  ACME_ERR_INVALID: it is not ours, or no regular file.
 */
enum acme_err acme_lock_open(const struct acme_path *path, int *fd,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Lock what is at work on the pair whose key is at ${key}: ${key}.lock.
 * ACME_ERR_EXISTS: another process has it, try again.  ${fd} -1 with ACME_OK:
 * there can't be such a lock, the log has said why for ${who}, and what hinders
 * shows in the work.  close() it with acme_lock_drop(), which takes -1 too.
 */
enum acme_err acme_lock_take(const struct acme_path *key, const char *who,
			     int *fd, struct acme_fault *fault) ACME_MUST_CHECK;

void acme_lock_drop(int fd);

#endif
