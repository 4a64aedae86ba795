/* SPDX-License-Identifier: MIT */
/*
 * This reads the file that roots are in as a whole, into memory outside of the
 * heap: hundreds of kilobytes for a second, among blocks that stay, would be
 * the heap's for good.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "tls/trust/trust_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUNDLE_MAX 16777216 /* bytes; Debian's has 220 kB */

enum acme_err
acme_trust_room(struct acme_buf *buf, size_t size)
{
	void *buffer = mmap(NULL, size + 1, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (buffer == MAP_FAILED)
		return ACME_ERR_MEMORY;
	*buf = (struct acme_buf){ .data = buffer, .cap = size, .limit = size };
	return ACME_OK;
}

void
acme_trust_room_free(struct acme_buf *buf)
{
	if (buf->data)
		munmap(buf->data, buf->cap + 1);
	*buf = (struct acme_buf)ACME_BUF_INIT(0);
}

static enum acme_err
unreadable(const char *path, int error, struct acme_fault *fault)
{
	return acme_fault_set(
		fault, error == ENOENT ? ACME_ERR_NOT_FOUND : ACME_ERR_SYSTEM,
		"roots %s: can't be read: %s", path, strerror(error));
}

/* One that shrinks meanwhile is as long as what could be read. */
static enum acme_err
read_all(int fd, const char *path, struct acme_buf *text,
	 struct acme_fault *fault)
{
	ssize_t n;

	do {
		n = read(fd, text->data + text->len, text->cap - text->len);
		if (n > 0)
			acme_buf_used(text, (size_t)n);
	} while (n > 0 || (n < 0 && errno == EINTR));
	return n < 0 ? unreadable(path, errno, fault) : ACME_OK;
}

static enum acme_err
read_open(int fd, const char *path, struct acme_buf *text,
	  struct acme_fault *fault)
{
	struct stat st;

	if (fstat(fd, &st))
		return unreadable(path, errno, fault);
	if (!S_ISREG(st.st_mode))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "roots %s: is no file", path);
	if (st.st_size > BUNDLE_MAX)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "roots %s: longer than %d bytes", path,
				      BUNDLE_MAX);
	if (acme_trust_room(text, (size_t)st.st_size))
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "roots %s: out of memory", path);
	return read_all(fd, path, text, fault);
}

enum acme_err
acme_trust_read(const char *path, struct acme_buf *text,
		struct acme_fault *fault)
{
	enum acme_err err;
	/* A pipe without a writer is waited for else. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return unreadable(path, errno, fault);
	err = read_open(fd, path, text, fault);
	close(fd);
	if (err)
		acme_trust_room_free(text);
	return err;
}
