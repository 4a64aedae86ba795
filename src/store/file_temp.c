/* SPDX-License-Identifier: MIT */
/*
 * Temporary files: made, locked, filled, renamed or removed.
 */
#define _DEFAULT_SOURCE /* flock(), O_NOFOLLOW */
#include "store/file_temp.h"

#include "store/file_fault.h"
#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX	  ".tmp"
#define MODE	  (S_IRUSR | S_IWUSR)
#define TRIES_MAX 16 /* each is lost to another process that was faster */

static enum acme_err
no_memory(const char *path, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_MEMORY, "%s: out of memory",
			      path);
}

static enum acme_err
resolve(struct acme_file_temp *temp, const char *path, struct acme_fault *fault)
{
	temp->place = acme_place_of(path, fault);
	if (!temp->place)
		return ACME_ERR_SYSTEM;
	temp->path = acme_place_beside(temp->place, SUFFIX);
	return temp->path ? ACME_OK : no_memory(path, fault);
}

/* Is the open ${fd} what ${path} names? */
static bool
is_at(int fd, const char *path)
{
	struct stat open_st, named_st;

	return !fstat(fd, &open_st) && !lstat(path, &named_st) &&
	       open_st.st_dev == named_st.st_dev &&
	       open_st.st_ino == named_st.st_ino;
}

/*
 * Remove a leftover.  While it is locked and has its name, nobody else may
 * remove or rename it, so what is removed is what was locked.
 */
static enum acme_err
remove_leftover(const char *path, struct acme_fault *fault)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	enum acme_err err = ACME_OK;

	if (fd < 0)
		return errno == ENOENT ? ACME_OK
				       : acme_file_fault(fault, path,
							 "replaced", errno);
	if (flock(fd, LOCK_EX | LOCK_NB))
		err = acme_file_fault(fault, path,
				      "replaced (another process writes it)",
				      errno);
	else if (is_at(fd, path) && unlink(path) && errno != ENOENT)
		err = acme_file_fault(fault, path, "removed", errno);
	close(fd);
	return err;
}

/* fd -1 and ACME_OK: another process was faster; once more. */
static enum acme_err
try_to_make(struct acme_file_temp *temp, struct acme_fault *fault)
{
	int fd = open(temp->path,
		      O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);

	if (fd < 0 && errno == EEXIST)
		return remove_leftover(temp->path, fault);
	if (fd < 0)
		return acme_file_fault(fault, temp->path, "made", errno);
	/* Until it is locked it looks like a leftover. */
	if (flock(fd, LOCK_EX | LOCK_NB) || !is_at(fd, temp->path)) {
		close(fd);
		return ACME_OK;
	}
	temp->fd = fd;
	/* The umask may have taken more than a mode may miss. */
	if (fchmod(fd, MODE))
		return acme_file_fault(fault, temp->path, "given its mode",
				       errno);
	return ACME_OK;
}

enum acme_err
acme_file_temp_init(struct acme_file_temp *temp, const char *path,
		    struct acme_fault *fault)
{
	enum acme_err err;
	int n;

	*temp = (struct acme_file_temp){ .fd = -1 };
	err = resolve(temp, path, fault);
	for (n = 0; !err && temp->fd < 0 && n < TRIES_MAX; n++)
		err = try_to_make(temp, fault);
	if (!err && temp->fd < 0)
		err = acme_file_fault(fault, temp->path, "made", EBUSY);
	return err;
}

enum acme_err
acme_file_temp_fill(struct acme_file_temp *temp, struct acme_span content,
		    struct acme_fault *fault)
{
	ssize_t n;

	while (content.len) {
		n = write(temp->fd, content.data, content.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return acme_file_fault(fault, temp->path, "written",
					       errno);
		content = acme_span(content.data + n, content.len - (size_t)n);
	}
	if (fsync(temp->fd))
		return acme_file_fault(fault, temp->path, "made durable",
				       errno);
	return ACME_OK;
}

/* It has no name of its own any more: nothing is left to remove. */
static void
let_go(struct acme_file_temp *temp)
{
	close(temp->fd);
	temp->fd = -1;
}

enum acme_err
acme_file_temp_replace(struct acme_file_temp *temp, struct acme_fault *fault)
{
	if (rename(temp->path, temp->place))
		return acme_file_fault(fault, temp->place, "replaced", errno);
	let_go(temp);
	return ACME_OK;
}

enum acme_err
acme_file_temp_create(struct acme_file_temp *temp, struct acme_fault *fault)
{
	/* Unlike rename(), link() never replaces. */
	if (!link(temp->path, temp->place)) {
		unlink(temp->path);
		let_go(temp);
		return ACME_OK;
	}
	if (errno == EEXIST)
		return acme_fault_set(fault, ACME_ERR_EXISTS,
				      "%s: exists already", temp->place);
	return acme_file_fault(fault, temp->place, "created", errno);
}

void
acme_file_temp_clear(struct acme_file_temp *temp)
{
	if (temp->fd >= 0) {
		unlink(temp->path);
		let_go(temp);
	}
	free(temp->path);
	free(temp->place);
}
