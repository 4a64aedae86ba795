/* SPDX-License-Identifier: MIT */
/* Links are followed one at a time, to stop at one of the store's own. */
#define _DEFAULT_SOURCE /* readlink(), O_DIRECTORY */
#include "store/place.h"

#include "store/file_fault.h"
#include "store/folder.h"
#include "store/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as many as Linux follows */

char *
acme_place_beside(const char *path, const char *suffix)
{
	struct acme_buf beside = ACME_BUF_INIT(ACME_PATH_LIMIT);

	if (acme_buf_addf(&beside, "%s%s", path, suffix))
		acme_buf_clear(&beside);
	return beside.data;
}

/* What the link ${path} says; false: it is none, errno tells why. */
static bool
read_link(const char *path, char target[PATH_MAX])
{
	ssize_t n = readlink(path, target, PATH_MAX - 1);

	if (n < 0)
		return false;
	target[n] = '\0';
	return true;
}

bool
acme_place_is_ours(const char *path)
{
	char target[PATH_MAX];

	return read_link(path, target) && acme_generation_is_link(target);
}

/* Where the link ${path} leads to. */
static char *
step(const char *path, const char *target)
{
	struct acme_buf next = ACME_BUF_INIT(ACME_PATH_LIMIT);
	struct acme_span folder = acme_folder_of(path);
	enum acme_err err;

	if (*target == '/')
		err = acme_buf_addf(&next, "%s", target);
	else
		err = acme_buf_addf(&next, "%.*s/%s", (int)folder.len,
				    folder.data, target);
	if (err)
		acme_buf_clear(&next);
	return next.data;
}

char *
acme_place_of(const char *path, struct acme_fault *fault)
{
	char *place = acme_span_dup(acme_span_str(path)), *next;
	char target[PATH_MAX];
	struct stat st;
	int n = 0;

	while (place && read_link(place, target) &&
	       !acme_generation_is_link(target)) {
		next = n++ < LINKS_MAX ? step(place, target) : NULL;
		free(place);
		place = next;
	}
	if (place && (!n || !lstat(place, &st)))
		return place;
	(void)acme_file_fault(fault, path, "followed",
			      n > LINKS_MAX ? ELOOP
			      : place	    ? errno
					    : ENOMEM);
	free(place);
	return NULL;
}

enum acme_err
acme_place_sync(const char *path, struct acme_fault *fault)
{
	char *folder = acme_span_dup(acme_folder_of(path));
	int fd, error = 0;

	if (!folder)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return acme_file_fault(fault, path, "made durable", errno);
	/* EINVAL: a file system that has no such thing. */
	if (fsync(fd) && errno != EINVAL)
		error = errno;
	close(fd);
	return error ? acme_file_fault(fault, path, "made durable", error)
		     : ACME_OK;
}
