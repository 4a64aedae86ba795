/* SPDX-License-Identifier: MIT */
/* A file is read as a whole, and is written by way of a temporary file. */
#define _DEFAULT_SOURCE /* O_NONBLOCK */
#include "store/file/file.h"

#include "store/file/errno_fault.h"
#include "store/file/file_temp.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Without O_NONBLOCK a pipe at its place would be waited for. */
#define READ	 (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define COPY_MAX (1024 * 1024) /* bytes */
#define RESERVED 32768	       /* bytes: more than a pair and the one before */

/* Fewer bytes than ${len} only where the file ends; -1: errno. */
static ssize_t
read_all(int fd, char *to, size_t len)
{
	size_t got = 0;
	ssize_t n;

	while (got < len) {
		n = read(fd, to + got, len - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static enum acme_err
read_open(int fd, const char *path, struct acme_buf *content,
	  struct acme_fault *fault)
{
	enum acme_err err;
	struct stat st;
	ssize_t got;
	size_t len;
	char *to;

	if (fstat(fd, &st))
		return acme_errno_fault(fault, path, "read", errno);
	if (!S_ISREG(st.st_mode))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "%s: is no regular file", path);
	len = (size_t)st.st_size;
	err = acme_buf_reserve(content, len, &to);
	if (err == ACME_ERR_LIMIT)
		return acme_fault_set(fault, err, "%s: longer than %zu bytes",
				      path, content->limit - content->len);
	if (err)
		return acme_fault_set(fault, err, "%s: out of memory", path);
	got = read_all(fd, to, len);
	if (got < 0)
		return acme_errno_fault(fault, path, "read", errno);
	acme_buf_used(content, (size_t)got);
	return ACME_OK;
}

/* ${fd} is closed; -1: errno. */
static enum acme_err
read_and_close(int fd, const char *path, struct acme_secret *content,
	       struct acme_fault *fault)
{
	enum acme_err err;

	if (fd < 0 && errno == ENOENT)
		return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
				      "%s: is not there", path);
	if (fd < 0 && errno == ELOOP)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "%s: is a link, and no file", path);
	if (fd < 0)
		return acme_errno_fault(fault, path, "opened", errno);
	err = read_open(fd, path, &content->buf, fault);
	close(fd);
	return err;
}

enum acme_err
acme_file_read(const struct acme_path *path, struct acme_secret *content,
	       struct acme_fault *fault)
{
	int fd = openat(path->folder->fd, path->name, READ | O_NOFOLLOW);

	return read_and_close(fd, path->path, content, fault);
}

enum acme_err
acme_file_read_path(const char *path, struct acme_secret *content,
		    struct acme_fault *fault)
{
	return read_and_close(open(path, READ), path, content, fault);
}

static bool
is_leased(const char *path)
{
	int fd = open(path, READ);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EWOULDBLOCK;
}

enum acme_file_wait
acme_file_waits(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno == ENOENT || errno == ENOTDIR ? ACME_FILE_READY
							   : ACME_FILE_UNKNOWN;
	if (S_ISREG(st.st_mode))
		return is_leased(path) ? ACME_FILE_LEASED : ACME_FILE_READY;
	if (S_ISFIFO(st.st_mode))
		return ACME_FILE_PIPE;
	/* Opened, some devices do things;
	 * that of /dev/null is an empty file. */
	return (S_ISCHR(st.st_mode) && st.st_rdev != makedev(1, 3)) ||
			       S_ISBLK(st.st_mode)
		       ? ACME_FILE_DEVICE
		       : ACME_FILE_READY;
}

static enum acme_err
put(const struct acme_path *path, struct acme_span content,
    enum acme_err (*put_there)(struct acme_file_temp *, struct acme_fault *),
    struct acme_fault *fault)
{
	struct acme_file_temp temp;
	enum acme_err err;

	err = acme_file_temp_init(&temp, path, fault);
	if (!err)
		err = acme_file_temp_fill(&temp, content, fault);
	if (!err)
		err = put_there(&temp, fault);
	if (!err)
		err = acme_folder_sync(path->folder, fault);
	acme_file_temp_clear(&temp);
	return err;
}

enum acme_err
acme_file_write(const struct acme_path *path, struct acme_span content,
		struct acme_fault *fault)
{
	return put(path, content, acme_file_temp_replace, fault);
}

enum acme_err
acme_file_create(const struct acme_path *path, struct acme_span content,
		 struct acme_fault *fault)
{
	return put(path, content, acme_file_temp_create, fault);
}

static enum acme_err
copy(const struct acme_path *path, const struct acme_path *to,
     struct acme_fault *fault)
{
	struct acme_secret content = ACME_SECRET_INIT(COPY_MAX);
	enum acme_err err = acme_file_read(path, &content, fault);

	if (!err)
		err = acme_file_create(to, acme_buf_span(&content.buf), fault);
	acme_secret_clear(&content);
	return err;
}

enum acme_err
acme_file_link(const struct acme_path *path, const struct acme_path *to,
	       struct acme_fault *fault)
{
	if (!linkat(path->folder->fd, path->name, to->folder->fd, to->name, 0))
		return acme_folder_sync(to->folder, fault);
	if (errno == EEXIST)
		return acme_fault_set(fault, ACME_ERR_EXISTS,
				      "%s: exists already", to->path);
	if (acme_errno_has_no_links(errno))
		return copy(path, to, fault);
	return acme_errno_fault(fault, to->path, "made", errno);
}

enum acme_err
acme_file_remove(const struct acme_path *path, struct acme_fault *fault)
{
	if (!unlinkat(path->folder->fd, path->name, 0))
		return acme_folder_sync(path->folder, fault);
	if (errno == ENOENT)
		return ACME_OK;
	return acme_errno_fault(fault, path->path, "removed", errno);
}

static enum acme_err
refuse_folder(const struct acme_path *path, struct acme_fault *fault)
{
	unsigned int kind = 0;
	bool is_ours = false;
	enum acme_err err = acme_path_kind(path, &kind, fault);

	if (!err)
		err = acme_path_is_ours(path, &is_ours, fault);
	if (err || !kind || S_ISREG(kind) || is_ours)
		return err;
	return acme_fault_set(fault, ACME_ERR_INVALID, "%s: is no regular file",
			      path->path);
}

enum acme_err
acme_file_probe(const struct acme_path *path, struct acme_fault *fault)
{
	enum acme_err err = refuse_folder(path, fault);
	struct acme_file_temp temp;

	if (err)
		return err;
	err = acme_file_temp_init(&temp, path, fault);
	if (!err)
		err = acme_file_temp_reserve(&temp, RESERVED, fault);
	acme_file_temp_clear(&temp);
	return err;
}
