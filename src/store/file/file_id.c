/* SPDX-License-Identifier: MIT */
/*
 * This tells which file a path leads to, by device and inode of it and its
 * folder.
 */
#define _DEFAULT_SOURCE /* fstatat(), realpath() */
#include "store/file/file_id.h"

#include "store/file/errno_fault.h"
#include "store/file/folder_look.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

/* With these, or these and a dot, each name of the store's goes on. */
static const char *const suffixes[] = {
	".tmp", ".lnk",	 ".bak", ".old.0",     ".bad",
	".upd", ".lock", ".new", ".acme-next", ".acme-live",
};
#define STATE ".state" /* with a tag of letters and digits in front */

static enum acme_err
no_memory(struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
}

/* What can't be told is not taken for nothing: it would be another file. */
static enum acme_err
refused(const char *path, struct acme_fault *fault)
{
	return errno == ENOENT || errno == ENOTDIR
		       ? ACME_OK
		       : acme_errno_fault(fault, path, "looked at", errno);
}

enum acme_err
acme_file_id_init(struct acme_file_id *id, const struct acme_path *path,
		  struct acme_fault *fault)
{
	struct stat st;

	*id = (struct acme_file_id){ .name = NULL };
	if (fstat(path->folder->fd, &st))
		return refused(path->path, fault);
	id->folder_dev = st.st_dev;
	id->folder_ino = st.st_ino;
	id->name = acme_span_dup(acme_span_str(path->name));
	if (!id->name)
		return no_memory(fault);
	if (fstatat(path->folder->fd, path->name, &st, AT_SYMLINK_NOFOLLOW))
		return refused(path->path, fault);
	id->file_dev = st.st_dev;
	id->file_ino = st.st_ino;
	return ACME_OK;
}

/* ${folder} is that of ${path}. */
static enum acme_err
init_in(struct acme_file_id *id, const char *folder, const char *path,
	struct acme_fault *fault)
{
	const char *slash = strrchr(path, '/');
	struct stat st;

	if (stat(folder, &st))
		return refused(folder, fault);
	id->folder_dev = st.st_dev;
	id->folder_ino = st.st_ino;
	id->name = acme_span_dup(acme_span_str(slash ? slash + 1 : path));
	if (!id->name)
		return no_memory(fault);
	if (lstat(path, &st))
		return refused(path, fault);
	id->file_dev = st.st_dev;
	id->file_ino = st.st_ino;
	return ACME_OK;
}

static enum acme_err
init_path(struct acme_file_id *id, const char *path, struct acme_fault *fault)
{
	char *folder = acme_span_dup(acme_folder_of(path));
	enum acme_err err =
		folder ? init_in(id, folder, path, fault) : no_memory(fault);

	free(folder);
	return err;
}

enum acme_err
acme_file_id_init_path(struct acme_file_id *named, struct acme_file_id *found,
		       const char *path, struct acme_fault *fault)
{
	char *real = realpath(path, NULL);
	enum acme_err err = real ? ACME_OK : refused(path, fault);

	*named = (struct acme_file_id){ .name = NULL };
	*found = (struct acme_file_id){ .name = NULL };
	if (!err)
		err = init_path(named, path, fault);
	if (!err && real)
		err = init_path(found, real, fault);
	free(real);
	return err;
}

void
acme_file_id_clear(struct acme_file_id *id)
{
	free(id->name);
	id->name = NULL;
}

static bool
same_folder(const struct acme_file_id *a, const struct acme_file_id *b)
{
	return a->name && b->name && a->folder_dev == b->folder_dev &&
	       a->folder_ino == b->folder_ino;
}

bool
acme_file_id_is(const struct acme_file_id *a, const struct acme_file_id *b)
{
	if (same_folder(a, b) && !strcmp(a->name, b->name))
		return true;
	return a->name && b->name && a->file_ino &&
	       a->file_ino == b->file_ino && a->file_dev == b->file_dev;
}

static bool
is_state(const char *rest)
{
	size_t tag;

	if (*rest != '.')
		return false;
	for (tag = 1; isalnum((unsigned char)rest[tag]); tag++)
		;
	rest += tag;
	return !strncmp(rest, STATE, strlen(STATE)) &&
	       (!rest[strlen(STATE)] || rest[strlen(STATE)] == '.');
}

bool
acme_file_id_is_beside(const struct acme_file_id *a,
		       const struct acme_file_id *b)
{
	size_t i, len, known;
	const char *rest;

	if (!same_folder(a, b))
		return false;
	len = strlen(a->name);
	if (strncmp(a->name, b->name, len))
		return false;
	rest = b->name + len;
	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		known = strlen(suffixes[i]);
		if (!strncmp(rest, suffixes[i], known) &&
		    (!rest[known] || rest[known] == '.'))
			return true;
	}
	return is_state(rest);
}
