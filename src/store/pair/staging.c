/* SPDX-License-Identifier: MIT */
/*
 * A symlink has two staging folders, of which one is in use at most: the other
 * is what an earlier swap left, and is made anew.
 */
#define _DEFAULT_SOURCE /* symlinkat() */
#include "store/pair/staging.h"

#include "store/file/errno_fault.h"
#include "store/file/file.h"
#include "store/file/folder_look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const suffixes[] = { ".a", ".b" };

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

enum acme_err
acme_staging_link_init(struct acme_staging_link *symlink,
		       const struct acme_path *key,
		       enum acme_staging_link_kind kind,
		       struct acme_fault *fault)
{
	return acme_path_init(&symlink->link, key->folder, key->name,
			      acme_staging_link_form_suffix(kind), fault);
}

void
acme_staging_link_clear(struct acme_staging_link *symlink)
{
	acme_path_clear(&symlink->link);
}

/* Beside each other by name, so that their folder may be moved; else by the
 * whole path.  NULL: no memory. */
static char *
target_of(const struct acme_staging_link *symlink, const struct acme_path *path,
	  const char *file)
{
	const struct acme_folder *to = symlink->link.folder;
	bool beside = acme_folder_is(to, path->folder);
	struct acme_buf target = ACME_BUF_INIT(ACME_PATH_LIMIT);

	if (acme_buf_addf(&target, "%s%s%s/%s", beside ? "" : to->real,
			  beside || !strcmp(to->real, "/") ? "" : "/",
			  symlink->link.name, file))
		acme_buf_clear(&target);
	return target.data;
}

enum acme_err
acme_staging_link_is_via(const struct acme_staging_link *symlink,
			 const struct acme_path *path, bool *is_via,
			 struct acme_fault *fault)
{
	char *found = NULL, *ours;
	enum acme_err err = acme_path_link(path, &found, fault);

	if (err)
		return err;
	*is_via = false;
	if (found && acme_staging_link_form_fits(found)) {
		ours = target_of(symlink, path, strrchr(found, '/') + 1);
		if (ours)
			*is_via = !strcmp(ours, found);
		else
			err = acme_fault_set(fault, ACME_ERR_MEMORY,
					     "%s: out of memory", path->path);
		free(ours);
	}
	free(found);
	return err;
}

static enum acme_err
path_of(const struct acme_staging_link *symlink, const char *suffix,
	struct acme_path *path, struct acme_fault *fault)
{
	return acme_path_init(path, symlink->link.folder, symlink->link.name,
			      suffix, fault);
}

/* Which staging folder does the symlink lead to?  NULL: to none. */
static enum acme_err
find_used(const struct acme_staging_link *symlink, const char **used,
	  struct acme_fault *fault)
{
	size_t len = strlen(symlink->link.name), i;
	char *target = NULL;
	enum acme_err err = acme_path_link(&symlink->link, &target, fault);

	*used = NULL;
	for (i = 0; target && i < N_OF(suffixes); i++)
		if (!strncmp(target, symlink->link.name, len) &&
		    !strcmp(target + len, suffixes[i]))
			*used = suffixes[i];
	free(target);
	return err;
}

/* The other one. */
static enum acme_err
path_of_unused(const struct acme_staging_link *symlink, struct acme_path *path,
	       struct acme_fault *fault)
{
	const char *used;
	enum acme_err err = find_used(symlink, &used, fault);

	*path = (struct acme_path){ .folder = NULL };
	return err ? err
		   : path_of(symlink, suffixes[used == suffixes[0]], path,
			     fault);
}

static enum acme_err
read_in(const struct acme_folder *folder, const char *file,
	struct acme_secret *content, struct acme_fault *fault)
{
	struct acme_path path;
	enum acme_err err = acme_path_init(&path, folder, file, "", fault);

	if (!err)
		err = acme_file_read(&path, content, fault);
	acme_path_clear(&path);
	return err;
}

enum acme_err
acme_staging_link_read(const struct acme_staging_link *symlink,
		       const char *file, struct acme_secret *content,
		       struct acme_fault *fault)
{
	struct acme_folder folder = ACME_FOLDER_INIT;
	const char *used;
	struct acme_path path;
	enum acme_err err = find_used(symlink, &used, fault);

	if (err)
		return err;
	if (!used)
		return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
				      "%s: leads to no pair",
				      symlink->link.path);
	err = path_of(symlink, used, &path, fault);
	if (!err)
		err = acme_folder_enter(&folder, path.folder, path.name, fault);
	if (!err)
		err = read_in(&folder, file, content, fault);
	acme_folder_close(&folder);
	acme_path_clear(&path);
	return err;
}

/* What hinders shows when it is made anew. */
static void
remove_staging(const struct acme_path *path)
{
	static const char *const all[] = { ACME_STAGING_CERT, ACME_STAGING_KEY,
					   ACME_STAGING_CERT ".tmp",
					   ACME_STAGING_KEY ".tmp" };
	struct acme_folder folder;
	size_t i;

	if (!acme_folder_enter(&folder, path->folder, path->name, NULL))
		for (i = 0; i < N_OF(all); i++)
			(void)unlinkat(folder.fd, all[i], 0);
	acme_folder_close(&folder);
	(void)unlinkat(path->folder->fd, path->name, AT_REMOVEDIR);
}

static enum acme_err
write_in(const struct acme_folder *folder, const char *file,
	 struct acme_span text, struct acme_fault *fault)
{
	struct acme_path path;
	enum acme_err err = acme_path_init(&path, folder, file, "", fault);

	if (!err)
		err = acme_file_write(&path, text, fault);
	acme_path_clear(&path);
	return err;
}

/* The umask may have taken what the mode needs. */
static enum acme_err
make_folder(const struct acme_path *path, struct acme_fault *fault)
{
	int in = path->folder->fd;

	return mkdirat(in, path->name, S_IRWXU) ||
			       fchmodat(in, path->name, S_IRWXU, 0)
		       ? acme_errno_fault(fault, path->path, "made", errno)
		       : ACME_OK;
}

static enum acme_err
write_staging(const struct acme_path *path, const struct acme_staging *staging,
	      struct acme_fault *fault)
{
	struct acme_folder folder = ACME_FOLDER_INIT;
	enum acme_err err;

	remove_staging(path);
	err = make_folder(path, fault);
	if (!err)
		err = acme_folder_enter(&folder, path->folder, path->name,
					fault);
	if (!err)
		err = write_in(&folder, ACME_STAGING_CERT, staging->chain,
			       fault);
	if (!err)
		err = write_in(&folder, ACME_STAGING_KEY, staging->key, fault);
	acme_folder_close(&folder);
	return err ? err : acme_folder_sync(path->folder, fault);
}

/* Make ${path} a link to ${target}, in place of what is there. */
static enum acme_err
put_link(const struct acme_path *path, const char *target,
	 struct acme_fault *fault)
{
	int in = path->folder->fd;
	struct acme_path temp;
	enum acme_err err;

	err = acme_path_init(&temp, path->folder, path->name, ".lnk", fault);
	if (!err) {
		(void)unlinkat(in, temp.name, 0); /* a leftover */
		if (symlinkat(target, in, temp.name) ||
		    renameat(in, temp.name, in, path->name)) {
			err = acme_errno_fault(fault, path->path, "made a link",
					       errno);
			(void)unlinkat(in, temp.name, 0);
		}
	}
	acme_path_clear(&temp);
	return err ? err : acme_folder_sync(path->folder, fault);
}

enum acme_err
acme_staging_link_swap(const struct acme_staging_link *symlink,
		       const struct acme_staging *staging,
		       struct acme_fault *fault)
{
	struct acme_path folder;
	enum acme_err err = path_of_unused(symlink, &folder, fault);

	if (!err) {
		err = write_staging(&folder, staging, fault);
		if (err)
			remove_staging(&folder);
		else
			err = put_link(&symlink->link, folder.name, fault);
	}
	acme_path_clear(&folder);
	return err;
}

enum acme_err
acme_staging_link_point(const struct acme_staging_link *symlink,
			const struct acme_path *path, const char *file,
			struct acme_fault *fault)
{
	char *target = target_of(symlink, path, file);
	enum acme_err err;

	if (!target)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", path->path);
	err = put_link(path, target, fault);
	free(target);
	return err;
}

enum acme_err
acme_staging_link_is_left(const struct acme_staging_link *symlink,
			  bool *is_left, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(&symlink->link, &kind, fault);
	size_t i;

	for (i = 0; !err && !kind && i < N_OF(suffixes); i++) {
		struct acme_path folder;

		err = path_of(symlink, suffixes[i], &folder, fault);
		if (!err)
			err = acme_path_kind(&folder, &kind, fault);
		acme_path_clear(&folder);
	}
	*is_left = kind;
	return err;
}

enum acme_err
acme_staging_link_remove(const struct acme_staging_link *symlink,
			 struct acme_fault *fault)
{
	enum acme_err err = acme_file_remove(&symlink->link, fault);
	size_t i;

	for (i = 0; !err && i < N_OF(suffixes); i++) {
		struct acme_path folder;

		err = path_of(symlink, suffixes[i], &folder, fault);
		if (!err)
			remove_staging(&folder);
		acme_path_clear(&folder);
	}
	return err;
}
