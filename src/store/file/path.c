/* SPDX-License-Identifier: MIT */
/* The operator's links are followed one at a time, to stop at one of ours. */
#define _DEFAULT_SOURCE /* readlinkat() */
#include "store/file/path.h"

#include "store/file/errno_fault.h"
#include "store/file/folder_judge.h"
#include "store/file/folder_look.h"
#include "store/file/staging_link_form.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as many as Linux follows */

static char *
joined(const char *a, const char *between, const char *b)
{
	struct acme_buf text = ACME_BUF_INIT(ACME_PATH_LIMIT);

	if (acme_buf_addf(&text, "%s%s%s", a, between, b))
		acme_buf_clear(&text);
	return text.data;
}

enum acme_err
acme_path_init(struct acme_path *path, const struct acme_folder *folder,
	       const char *name, const char *suffix, struct acme_fault *fault)
{
	const char *in = folder->path;

	*path = (struct acme_path){ .folder = folder,
				    .name = joined(name, "", suffix) };
	if (path->name && !strcmp(in, "."))
		path->path = joined(path->name, "", "");
	else if (path->name)
		path->path = joined(in, strcmp(in, "/") ? "/" : "", path->name);
	return path->path ? ACME_OK
			  : acme_fault_set(fault, ACME_ERR_MEMORY,
					   "%s: out of memory", name);
}

void
acme_path_clear(struct acme_path *path)
{
	free(path->name);
	free(path->path);
	*path = (struct acme_path){ .folder = NULL };
}

enum acme_err
acme_path_kind(const struct acme_path *path, unsigned int *kind,
	       struct acme_fault *fault)
{
	struct stat st = { .st_mode = 0 };

	if (fstatat(path->folder->fd, path->name, &st, AT_SYMLINK_NOFOLLOW) &&
	    errno != ENOENT)
		return acme_errno_fault(fault, path->path, "looked at", errno);
	*kind = st.st_mode & S_IFMT;
	return ACME_OK;
}

enum acme_err
acme_path_link(const struct acme_path *path, char **target,
	       struct acme_fault *fault)
{
	char text[PATH_MAX];
	ssize_t n = readlinkat(path->folder->fd, path->name, text,
			       sizeof(text) - 1);
	char *copy;

	if (n < 0 && errno != ENOENT && errno != EINVAL)
		return acme_errno_fault(fault, path->path, "followed", errno);
	copy = n < 0 ? NULL : acme_span_dup(acme_span(text, (size_t)n));
	if (n >= 0 && !copy)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", path->path);
	*target = copy;
	return ACME_OK;
}

enum acme_err
acme_path_is_ours(const struct acme_path *path, bool *is_ours,
		  struct acme_fault *fault)
{
	char *target = NULL;
	enum acme_err err = acme_path_link(path, &target, fault);

	if (!err)
		*is_ours = target && acme_staging_link_form_fits(target);
	free(target);
	return err;
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What a file may be called. */
static bool
is_name(const char *name)
{
	return *name && strcmp(name, ".") && strcmp(name, "..");
}

static enum acme_err
judge_link(const struct acme_path *path, struct acme_fault *fault)
{
	struct acme_folder_judge judge = { .user = path->folder->user,
					   .has_user = true };
	struct stat st;

	if (fstatat(path->folder->fd, path->name, &st, AT_SYMLINK_NOFOLLOW))
		return acme_errno_fault(fault, path->path, "followed", errno);
	return acme_folder_judge_link(&judge, &st, path->folder->owner,
				      path->path, fault);
}

/* ${resolved}'s found one becomes what ${target} says, seen from it. */
static enum acme_err
follow(struct acme_resolved_path *resolved, const char *target,
       struct acme_fault *fault)
{
	struct acme_folder next = ACME_FOLDER_INIT;
	enum acme_err err = judge_link(&resolved->found, fault);

	if (!err && !is_name(name_of(target)))
		err = acme_errno_fault(fault, resolved->found.path, "followed",
				       EISDIR);
	if (!err)
		err = acme_folder_open_from(&next, resolved->found.folder,
					    acme_folder_of(target), fault);
	if (err)
		return err;
	acme_path_clear(&resolved->found);
	acme_folder_close(&resolved->found_in);
	resolved->found_in = next;
	return acme_path_init(&resolved->found, &resolved->found_in,
			      name_of(target), "", fault);
}

/* What the operator's link says is followed; NULL: it ends here. */
static enum acme_err
operators_link(const struct acme_path *path, char **target,
	       struct acme_fault *fault)
{
	enum acme_err err = acme_path_link(path, target, fault);

	if (!err && *target && acme_staging_link_form_fits(*target)) {
		free(*target);
		*target = NULL;
	}
	return err;
}

static enum acme_err
check_end(const struct acme_resolved_path *resolved, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(&resolved->found, &kind, fault);

	return err || kind ? err
			   : acme_errno_fault(fault, resolved->named.path,
					      "followed", ENOENT);
}

static enum acme_err
find(struct acme_resolved_path *resolved, struct acme_fault *fault)
{
	char *target = NULL;
	enum acme_err err = operators_link(&resolved->found, &target, fault);
	int n = 0;

	while (!err && target) {
		err = n++ < LINKS_MAX
			      ? follow(resolved, target, fault)
			      : acme_errno_fault(fault, resolved->named.path,
						 "followed", ELOOP);
		free(target);
		target = NULL;
		if (!err)
			err = operators_link(&resolved->found, &target, fault);
	}
	return !err && n ? check_end(resolved, fault) : err;
}

/* ${file} in the folder that is open, and what it leads to. */
static enum acme_err
name(struct acme_resolved_path *resolved, const char *file,
     struct acme_fault *fault)
{
	enum acme_err err = acme_path_init(
		&resolved->named, &resolved->named_in, file, "", fault);

	if (!err)
		err = acme_path_init(&resolved->found, &resolved->named_in,
				     file, "", fault);
	return err ? err : find(resolved, fault);
}

enum acme_err
acme_resolved_path_open(struct acme_resolved_path *resolved, const char *path,
			uid_t user, struct acme_fault *fault)
{
	enum acme_err err;

	*resolved = (struct acme_resolved_path)ACME_RESOLVED_PATH_INIT;
	if (!is_name(name_of(path)))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "%s: is no file's name", path);
	err = acme_folder_open(&resolved->named_in, acme_folder_of(path), user,
			       fault);
	if (err)
		return acme_fault_in(fault, err, "%s", path);
	return name(resolved, name_of(path), fault);
}

static void
swap(char **a, char **b)
{
	char *was = *a;

	*a = *b;
	*b = was;
}

enum acme_err
acme_resolved_path_follow(struct acme_resolved_path *resolved,
			  struct acme_fault *fault)
{
	struct acme_resolved_path now = ACME_RESOLVED_PATH_INIT;
	enum acme_err err;

	err = acme_folder_open_from(&now.named_in, &resolved->named_in,
				    ACME_SPAN("."), fault);
	if (!err)
		err = name(&now, resolved->named.name, fault);
	if (!err && !acme_folder_is(now.found.folder, resolved->found.folder))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "%s: leads to %s, which is in another "
				     "folder than when the server was started "
				     "(start it again)",
				     resolved->named.path, now.found.path);
	if (!err) {
		swap(&resolved->found.name, &now.found.name);
		swap(&resolved->found.path, &now.found.path);
	}
	acme_resolved_path_close(&now);
	return err;
}

void
acme_resolved_path_close(struct acme_resolved_path *resolved)
{
	acme_path_clear(&resolved->named);
	acme_path_clear(&resolved->found);
	acme_folder_close(&resolved->named_in);
	acme_folder_close(&resolved->found_in);
}
