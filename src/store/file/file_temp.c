/* SPDX-License-Identifier: MIT */
/* Temporary files are made here, locked, filled, and renamed or removed. */
#define _DEFAULT_SOURCE /* flock(), renameat(), O_NOFOLLOW */
#include "store/file/file_temp.h"

#include "store/file/errno_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX	  ".tmp"
#define MODE	  (S_IRUSR | S_IWUSR)
#define TRIES_MAX 16 /* each is lost to another process that was faster */

/* Is the open ${fd} what ${path} names? */
static enum acme_err
is_at(int fd, const struct acme_path *path, bool *is, struct acme_fault *fault)
{
	struct stat open_st, named_st = { .st_ino = 0 };

	if (fstat(fd, &open_st) || (fstatat(path->folder->fd, path->name,
					    &named_st, AT_SYMLINK_NOFOLLOW) &&
				    errno != ENOENT))
		return acme_errno_fault(fault, path->path, "looked at", errno);
	*is = open_st.st_dev == named_st.st_dev &&
	      open_st.st_ino == named_st.st_ino;
	return ACME_OK;
}

/*
 * Remove a leftover.  While it is locked and has its name, nobody else may
 * remove or rename it, so what is removed is what was locked.
 */
static enum acme_err
remove_leftover(const struct acme_path *path, struct acme_fault *fault)
{
	int fd = openat(path->folder->fd, path->name,
			O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	enum acme_err err = ACME_OK;
	bool is_there = false;

	if (fd < 0)
		return errno == ENOENT ? ACME_OK
				       : acme_errno_fault(fault, path->path,
							  "replaced", errno);
	if (flock(fd, LOCK_EX | LOCK_NB))
		err = acme_errno_fault(fault, path->path,
				       "replaced (another process writes it)",
				       errno);
	else
		err = is_at(fd, path, &is_there, fault);
	if (is_there && unlinkat(path->folder->fd, path->name, 0) &&
	    errno != ENOENT)
		err = acme_errno_fault(fault, path->path, "removed", errno);
	close(fd);
	return err;
}

/* Until it is locked it looks like a leftover to others, who remove it. */
static enum acme_err
lock(const struct acme_file_temp *temp, bool *is_ours, struct acme_fault *fault)
{
	*is_ours = false;
	if (!flock(temp->fd, LOCK_EX | LOCK_NB))
		return is_at(temp->fd, &temp->temp, is_ours, fault);
	return errno == EWOULDBLOCK ? ACME_OK
				    : acme_errno_fault(fault, temp->temp.path,
						       "locked", errno);
}

/* It has no name of its own any more: nothing is left to remove. */
static void
close_fd(struct acme_file_temp *temp)
{
	close(temp->fd);
	temp->fd = -1;
}

/* fd -1 and ACME_OK: another process was faster; once more. */
static enum acme_err
try_to_make(struct acme_file_temp *temp, struct acme_fault *fault)
{
	const struct acme_path *path = &temp->temp;
	enum acme_err err;
	bool is_ours;

	temp->fd = openat(path->folder->fd, path->name,
			  O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			  MODE);
	if (temp->fd < 0 && errno == EEXIST)
		return remove_leftover(path, fault);
	if (temp->fd < 0)
		return acme_errno_fault(fault, path->path, "made", errno);
	err = lock(temp, &is_ours, fault);
	if (!err && !is_ours)
		close_fd(temp);
	/* The umask may have taken more than a mode may miss. */
	if (!err && is_ours && fchmod(temp->fd, MODE))
		err = acme_errno_fault(fault, path->path, "given its mode",
				       errno);
	return err;
}

enum acme_err
acme_file_temp_init(struct acme_file_temp *temp, const struct acme_path *path,
		    struct acme_fault *fault)
{
	enum acme_err err;
	int n;

	*temp = (struct acme_file_temp){ .path = path, .fd = -1 };
	err = acme_path_init(&temp->temp, path->folder, path->name, SUFFIX,
			     fault);
	for (n = 0; !err && temp->fd < 0 && n < TRIES_MAX; n++)
		err = try_to_make(temp, fault);
	if (!err && temp->fd < 0)
		err = acme_errno_fault(fault, temp->temp.path, "made", EBUSY);
	return err;
}

static enum acme_err
write_all(const struct acme_file_temp *temp, struct acme_span content,
	  struct acme_fault *fault)
{
	ssize_t n;

	while (content.len) {
		n = write(temp->fd, content.data, content.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return acme_errno_fault(fault, temp->temp.path,
						"written", errno);
		content = acme_span(content.data + n, content.len - (size_t)n);
	}
	return ACME_OK;
}

static enum acme_err
make_durable(const struct acme_file_temp *temp, struct acme_fault *fault)
{
	if (fsync(temp->fd))
		return acme_errno_fault(fault, temp->temp.path, "made durable",
					errno);
	return ACME_OK;
}

enum acme_err
acme_file_temp_fill(struct acme_file_temp *temp, struct acme_span content,
		    struct acme_fault *fault)
{
	enum acme_err err = write_all(temp, content, fault);

	return err ? err : make_durable(temp, fault);
}

/* Piece by piece, so that the program has one page of zeros. */
enum acme_err
acme_file_temp_reserve(struct acme_file_temp *temp, size_t size,
		       struct acme_fault *fault)
{
	static const char zeros[4096] = { 0 };
	enum acme_err err = ACME_OK;
	size_t done;

	for (done = 0; !err && done < size; done += sizeof(zeros))
		err = write_all(temp, acme_span(zeros, sizeof(zeros)), fault);
	return err ? err : make_durable(temp, fault);
}

enum acme_err
acme_file_temp_replace(struct acme_file_temp *temp, struct acme_fault *fault)
{
	int in = temp->path->folder->fd;

	if (renameat(in, temp->temp.name, in, temp->path->name))
		return acme_errno_fault(fault, temp->path->path, "replaced",
					errno);
	close_fd(temp);
	return ACME_OK;
}

static enum acme_err
exists(const struct acme_file_temp *temp, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_EXISTS, "%s: exists already",
			      temp->path->path);
}

/* Where nobody else is at work, it is as good as link(). */
static enum acme_err
rename_to_new(struct acme_file_temp *temp, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(temp->path, &kind, fault);

	if (!err && kind)
		err = exists(temp, fault);
	return err ? err : acme_file_temp_replace(temp, fault);
}

enum acme_err
acme_file_temp_create(struct acme_file_temp *temp, struct acme_fault *fault)
{
	int in = temp->path->folder->fd;

	/* Unlike rename(), link() never replaces. */
	if (!linkat(in, temp->temp.name, in, temp->path->name, 0)) {
		unlinkat(in, temp->temp.name, 0);
		close_fd(temp);
		return ACME_OK;
	}
	if (errno == EEXIST)
		return exists(temp, fault);
	if (acme_errno_has_no_links(errno))
		return rename_to_new(temp, fault);
	return acme_errno_fault(fault, temp->path->path, "created", errno);
}

void
acme_file_temp_clear(struct acme_file_temp *temp)
{
	if (temp->fd >= 0) {
		unlinkat(temp->temp.folder->fd, temp->temp.name, 0);
		close_fd(temp);
	}
	acme_path_clear(&temp->temp);
}
