/* SPDX-License-Identifier: MIT */
/*
 * A process that gave up root looks at the folders that root keeps for it, so
 * root's are as good as its own.
 */
#define _DEFAULT_SOURCE /* flock(), O_DIRECTORY */
#include "store/folder.h"
#include "store/file_fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE_BITS    07777u
#define MODE_PRIVATE 0700u

struct acme_span
acme_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return acme_span_str(".");
	if (slash == path)
		return acme_span_str("/");
	return acme_span(path, (size_t)(slash - path));
}

static enum acme_err
look(const char *path, struct acme_folder *found, struct acme_fault *fault)
{
	struct stat st;

	if (stat(path, &st)) {
		int error = errno;

		if (error == ENOENT)
			return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
					      "there is no folder %s", path);
		return acme_file_fault(fault, path, "looked at", error);
	}
	if (!S_ISDIR(st.st_mode))
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "%s is not a folder", path);
	*found = (struct acme_folder){ .mode = st.st_mode & MODE_BITS,
				       .uid = st.st_uid,
				       .gid = st.st_gid };
	return ACME_OK;
}

enum acme_err
acme_folder_look(struct acme_span folder, struct acme_folder *found,
		 struct acme_fault *fault)
{
	char *path = acme_span_dup(folder);
	enum acme_err err;

	if (!path)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
	err = look(path, found, fault);
	free(path);
	return err;
}

bool
acme_folder_is_private(const struct acme_folder *folder)
{
	bool roots = !folder->uid && !folder->gid;
	bool ours = folder->uid == geteuid() && folder->gid == getegid();

	return folder->mode == MODE_PRIVATE && (roots || ours);
}

bool
acme_folder_is_open_to_root(const struct acme_folder *folder)
{
	unsigned int need = S_IWOTH | S_IXOTH;

	if (!folder->uid)
		need = S_IWUSR | S_IXUSR;
	else if (!folder->gid)
		need = S_IWGRP | S_IXGRP;
	return (folder->mode & need) == need;
}

int
acme_folder_lock(const char *path)
{
	char *folder = acme_span_dup(acme_folder_of(path));
	int fd = -1;

	if (folder)
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	while (fd >= 0 && flock(fd, LOCK_EX))
		if (errno != EINTR) {
			close(fd);
			fd = -1;
		}
	return fd;
}

void
acme_folder_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}
