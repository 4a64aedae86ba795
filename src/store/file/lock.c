/* SPDX-License-Identifier: MIT */
/*
 * This takes the locks of files by F_OFD_SETLK, and makes the files for them.
 */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "store/file/lock.h"

#include "base/log.h"
#include "store/file/errno_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE	  (S_IRUSR | S_IWUSR)
#define FLAGS	  (O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
#define TRIES_MAX 4 /* somebody may remove it meanwhile */

/* -1: errno. */
static int
make(const struct acme_path *path)
{
	const struct acme_folder *folder = path->folder;
	int error, fd = openat(folder->fd, path->name, FLAGS | O_CREAT | O_EXCL,
			       MODE);

	/* The user that root becomes opens it again. */
	if (fd >= 0 && !geteuid() && folder->owner &&
	    fchown(fd, folder->owner, folder->group)) {
		error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

static enum acme_err
check(const struct acme_path *path, int fd, struct acme_fault *fault)
{
	struct stat st;

	if (fstat(fd, &st))
		return acme_errno_fault(fault, path->path, "opened", errno);
	if (S_ISREG(st.st_mode) &&
	    acme_folder_may_hold(path->folder, st.st_uid))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "%s: is no regular file of ours: remove it",
			      path->path);
}

enum acme_err
acme_lock_open(const struct acme_path *path, int *fd, struct acme_fault *fault)
{
	enum acme_err err;
	int n, found = -1;

	for (n = 0; found < 0 && n < TRIES_MAX; n++) {
		found = openat(path->folder->fd, path->name, FLAGS);
		if (found < 0 && errno == ENOENT)
			found = make(path);
		if (found < 0 && errno != ENOENT && errno != EEXIST)
			break;
	}
	if (found < 0)
		return acme_errno_fault(fault, path->path, "opened", errno);
	err = check(path, found, fault);
	if (err)
		close(found);
	else
		*fd = found;
	return err;
}

/* What the kernel or the file system can't do is no lock. */
static enum acme_err
lock(const struct acme_path *path, int *fd, struct acme_fault *fault)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	enum acme_err err = acme_lock_open(path, fd, fault);
	int error;

	if (err || !fcntl(*fd, F_OFD_SETLK, &whole))
		return err;
	error = errno;
	close(*fd);
	*fd = -1;
	if (error == EAGAIN || error == EACCES)
		return acme_fault_set(fault, ACME_ERR_EXISTS,
				      "%s is locked: another process is at "
				      "work on this pair",
				      path->path);
	return acme_errno_fault(fault, path->path, "locked", error);
}

enum acme_err
acme_lock_take(const struct acme_path *key, const char *who, int *fd,
	       struct acme_fault *fault)
{
	struct acme_path path;
	struct acme_fault why;
	enum acme_err err;

	*fd = -1;
	err = acme_path_init(&path, key->folder, key->name, ".lock", fault);
	if (!err)
		err = lock(&path, fd, &why);
	acme_path_clear(&path);
	if (err == ACME_ERR_EXISTS)
		return acme_fault_set(fault, err, "%s", why.text);
	if (err)
		acme_log(err == ACME_ERR_INVALID ? ACME_LOG_WARN
						 : ACME_LOG_INFO,
			 "%s: %s", who, why.text);
	return ACME_OK;
}

void
acme_lock_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
