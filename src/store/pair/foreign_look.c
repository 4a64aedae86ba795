/* SPDX-License-Identifier: MIT */
/*
 * A process that is confined may look as well (sandbox_syscalls.c), so links
 * are read by readlinkat().
 */
#define _DEFAULT_SOURCE /* readlinkat() */
#include "store/pair/foreign_look.h"

#include "store/file/errno_fault.h"
#include "store/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX 65536

/* Then there is nothing at that path, for anybody. */
static bool
is_answer(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG;
}

/* What the system can't do weighs more than a right that is missing. */
static bool
is_news(const struct acme_foreign_look *look)
{
	return !look->err || look->err == ACME_ERR_INVALID;
}

/* Nothing can be written there either: the process that can looks itself. */
static void
note_closed(struct acme_foreign_look *look, const char *path)
{
	if (is_news(look)) {
		(void)acme_errno_fault(look->fault, path, "looked at", EACCES);
		look->err = ACME_ERR_INVALID;
	}
}

void
acme_foreign_look_failed(struct acme_foreign_look *look, const char *path,
			 int error)
{
	if (error == EACCES)
		note_closed(look, path);
	else if (is_news(look) && !is_answer(error))
		look->err =
			acme_errno_fault(look->fault, path, "looked at", error);
}

static bool
can_be_entered(struct acme_foreign_look *look, struct acme_span folder)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_MAX);
	struct stat st;
	bool can = false;

	if (acme_buf_addf(&path, "%.*s/.", (int)folder.len, folder.data))
		acme_foreign_look_failed(look, ".", ENOMEM);
	else if (stat(path.data, &st))
		acme_foreign_look_failed(look, path.data, errno);
	else
		can = true;
	acme_buf_clear(&path);
	return can;
}

bool
acme_foreign_look_file(struct acme_foreign_look *look, struct acme_span folder,
		       const char *path)
{
	struct stat st;

	if (!stat(path, &st))
		return S_ISREG(st.st_mode);
	if (errno == EACCES)
		return can_be_entered(look, folder);
	acme_foreign_look_failed(look, path, errno);
	return false;
}

/* Not what the system could not read just now. */
static bool
is_unreadable(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EACCES;
}

/* It was not read, by ${why}. */
static bool
counts(struct acme_foreign_look *look, const char *path,
       const struct acme_fault *why)
{
	if (why->err == ACME_ERR_LIMIT)
		return true;
	if (why->err == ACME_ERR_NOT_FOUND || why->err == ACME_ERR_INVALID)
		return false;
	if (why->err == ACME_ERR_SYSTEM && is_unreadable(path))
		return true;
	if (is_news(look)) {
		look->err = ACME_ERR_SYSTEM;
		if (look->fault)
			*look->fault = *why;
	}
	return false;
}

bool
acme_foreign_look_words(struct acme_foreign_look *look, struct acme_span folder,
			const char *path, const char *words)
{
	struct acme_secret text = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_fault why;
	bool has = acme_foreign_look_file(look, folder, path);

	if (has)
		has = acme_file_read_path(path, &text, &why)
			      ? counts(look, path, &why)
			      : strstr(acme_buf_str(&text.buf), words) != NULL;
	acme_secret_clear(&text);
	return has;
}

struct acme_span
acme_foreign_look_link(struct acme_foreign_look *look, const char *path,
		       char *buffer)
{
	ssize_t n = readlinkat(AT_FDCWD, path, buffer, PATH_MAX);

	if (n < 0 && errno != EINVAL)
		acme_foreign_look_failed(look, path, errno);
	return acme_span(buffer, n > 0 ? (size_t)n : 0);
}
