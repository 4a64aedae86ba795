/* SPDX-License-Identifier: MIT */
/*
 * Before an order each name that a commit replaces or removes is looked at, and
 * what it makes beside the pair is made and removed again.  What stands there
 * stays.
 */
#define _GNU_SOURCE /* statx() */
#include "store/pair/pair.h"

#include "store/file/errno_fault.h"
#include "store/file/file.h"
#include "store/pair/staging.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Beside the file itself, where an operator's link may lead. */
static const char *const beside_found[] = {
	".lnk",
	".bak",
	".bak.tmp",
	".old.0",
};
/* Beside the name of both. */
static const char *const beside_named[] = { ".upd", ".upd.lnk" };
/* Beside the key's alone. */
static const char *const beside_key[] = {
	".new",	      ".new.tmp",	".acme-next",
	".acme-live", ".acme-next.lnk", ".acme-live.lnk",
};
static const char *const stagings[] = {
	".acme-next.a",
	".acme-next.b",
	".acme-live.a",
	".acme-live.b",
};

static enum acme_err
hinders(const struct acme_path *path, const char *what,
	struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "%s: no new file can be put in its place: %s",
			      path->path, what);
}

/* A kernel that does not know says nothing. */
static enum acme_err
check_attributes(const struct acme_path *path, struct acme_fault *fault)
{
	struct statx st;

	if (statx(path->folder->fd, path->name, AT_SYMLINK_NOFOLLOW, STATX_TYPE,
		  &st))
		return ACME_OK;
	if (st.stx_attributes & STATX_ATTR_MOUNT_ROOT)
		return hinders(path,
			       "it is a mount point: mount its folder instead",
			       fault);
	if (st.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND))
		return hinders(path,
			       "it is immutable or append-only: run chattr "
			       "-ia on it",
			       fault);
	return ACME_OK;
}

/* Could it be replaced, and removed? */
static enum acme_err
check_path(const struct acme_path *path, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);

	if (err || !kind)
		return err;
	if (S_ISDIR(kind))
		return hinders(path, "it is a folder: remove it", fault);
	return check_attributes(path, fault);
}

/* It is kept by another name, or copied to it. */
static enum acme_err
check_readable(const struct acme_path *path, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);
	int fd;

	if (err || !S_ISREG(kind))
		return err;
	fd = openat(path->folder->fd, path->name,
		    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return acme_errno_fault(fault, path->path, "read", errno);
	close(fd);
	return ACME_OK;
}

static bool
is_of_staging(const char *name)
{
	static const char *const names[] = { ".",
					     "..",
					     ACME_STAGING_CERT,
					     ACME_STAGING_KEY,
					     ACME_STAGING_CERT ".tmp",
					     ACME_STAGING_KEY ".tmp" };
	size_t i = 0;

	while (i < N_OF(names) && strcmp(names[i], name))
		i++;
	return i < N_OF(names);
}

/* ${fd} becomes the list's. */
static enum acme_err
check_list(const struct acme_path *path, int fd, struct acme_fault *fault)
{
	DIR *list = fdopendir(fd);
	enum acme_err err = ACME_OK;
	struct dirent *entry;

	if (!list) {
		err = acme_errno_fault(fault, path->path, "read", errno);
		close(fd);
		return err;
	}
	while (!err && (entry = readdir(list)))
		if (!is_of_staging(entry->d_name))
			err = hinders(path, "it is not empty: remove it",
				      fault);
	closedir(list);
	return err;
}

/* It is a folder of the store's own, or nothing. */
static enum acme_err
check_staging(const struct acme_path *path, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);
	int fd;

	if (err || !kind)
		return err;
	if (!S_ISDIR(kind))
		return hinders(path, "it is no folder: remove it", fault);
	fd = openat(path->folder->fd, path->name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return acme_errno_fault(fault, path->path, "opened", errno);
	return check_list(path, fd, fault);
}

static enum acme_err
check_beside(const struct acme_path *path, const char *const *suffixes,
	     size_t n,
	     enum acme_err (*check)(const struct acme_path *,
				    struct acme_fault *),
	     struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	struct acme_path beside;
	size_t i;

	for (i = 0; !err && i < n; i++) {
		err = acme_path_init(&beside, path->folder, path->name,
				     suffixes[i], fault);
		if (!err)
			err = check(&beside, fault);
		acme_path_clear(&beside);
	}
	return err;
}

/* Not each file system has links. */
static enum acme_err
try_link(const struct acme_path *path, struct acme_fault *fault)
{
	int in = path->folder->fd;
	struct acme_path link;
	enum acme_err err =
		acme_path_init(&link, path->folder, path->name, ".lnk", fault);

	if (!err) {
		(void)unlinkat(in, link.name, 0); /* a leftover */
		if (symlinkat(path->name, in, link.name))
			err = acme_errno_fault(fault, link.path, "made a link",
					       errno);
		else if (unlinkat(in, link.name, 0))
			err = acme_errno_fault(fault, link.path, "removed",
					       errno);
	}
	acme_path_clear(&link);
	return err;
}

/* A link's own folder may be one that nobody may write in. */
static enum acme_err
try_folder_of_link(const struct acme_resolved_path *at,
		   struct acme_fault *fault)
{
	struct acme_path beside;
	enum acme_err err;

	if (at->named.folder == at->found.folder)
		return ACME_OK;
	err = acme_path_init(&beside, at->named.folder, at->named.name, ".upd",
			     fault);
	if (!err)
		err = acme_file_probe(&beside, fault);
	acme_path_clear(&beside);
	return err;
}

static enum acme_err
try_file(const struct acme_resolved_path *at, struct acme_fault *fault)
{
	enum acme_err err = check_path(&at->found, fault);

	if (!err)
		err = check_readable(&at->found, fault);
	if (!err)
		err = check_beside(&at->found, beside_found, N_OF(beside_found),
				   check_path, fault);
	if (!err)
		err = check_beside(&at->named, beside_named, N_OF(beside_named),
				   check_path, fault);
	if (!err)
		err = acme_file_probe(&at->found, fault);
	if (!err)
		err = try_folder_of_link(at, fault);
	return err ? err : try_link(&at->found, fault);
}

enum acme_err
acme_pair_try(const struct acme_pair_at *pair, struct acme_fault *fault)
{
	const struct acme_path *key = &pair->key->named;
	enum acme_err err = try_file(pair->cert, fault);

	if (!err)
		err = try_file(pair->key, fault);
	if (!err)
		err = check_beside(key, beside_key, N_OF(beside_key),
				   check_path, fault);
	return err ? err
		   : check_beside(key, stagings, N_OF(stagings), check_staging,
				  fault);
}
