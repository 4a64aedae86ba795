/* SPDX-License-Identifier: MIT */
/*
 * This opens a path's folders one by one: a folder is a descriptor, and the
 * next component is opened in it (O_PATH, O_NOFOLLOW), so what was judged is
 * what is gone through.
 */
#define _GNU_SOURCE /* O_PATH */
#include "store/file/folder.h"

#include "store/file/errno_fault.h"
#include "store/file/folder_judge.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#define LINKS_MAX    40 /* as many as Linux follows */
#define PATH_LIMIT   65536
#define MODE_BITS    07777u
#define MODE_PRIVATE 0700u
#define FLAGS	     (O_NOFOLLOW | O_CLOEXEC)

struct walk {
	struct acme_folder *folder; /* its fd: where we are */
	struct acme_folder_judge judge;
	struct acme_buf rest; /* to be gone yet */
	struct acme_buf real; /* where we are; "" is the root */
	int n_links;
	struct acme_fault *fault;
};

static enum acme_err
no_memory(struct walk *walk)
{
	return acme_fault_set(walk->fault, ACME_ERR_MEMORY, "out of memory");
}

static const char *
here(const struct walk *walk)
{
	return walk->real.len ? walk->real.data : "/";
}

static enum acme_err
refused(struct walk *walk, const char *path, int error)
{
	(void)acme_errno_fault(walk->fault, path, "opened", error);
	return error == ENOENT ? ACME_ERR_NOT_FOUND : ACME_ERR_SYSTEM;
}

static void
note(struct walk *walk, const struct stat *st)
{
	struct acme_folder *folder = walk->folder;

	folder->mode = st->st_mode & MODE_BITS;
	folder->owner = st->st_uid;
	folder->group = st->st_gid;
	folder->dev = st->st_dev;
	folder->ino = st->st_ino;
	if (folder->mode == MODE_PRIVATE &&
	    (!st->st_uid || st->st_uid == geteuid()))
		folder->is_private = true;
}

static bool
is_last(const struct walk *walk)
{
	const char *rest = acme_buf_str(&walk->rest);

	while (*rest == '/' || (*rest == '.' && (rest[1] == '/' || !rest[1])))
		rest++;
	return !*rest;
}

/* ${fd} becomes where we are. */
static enum acme_err
stand_on(struct walk *walk, int fd)
{
	struct stat st;

	if (walk->folder->fd >= 0)
		close(walk->folder->fd);
	walk->folder->fd = fd;
	if (fstat(fd, &st))
		return refused(walk, here(walk), errno);
	note(walk, &st);
	return acme_folder_judge_folder(&walk->judge, &st, here(walk),
					is_last(walk), walk->fault);
}

static enum acme_err
start_at(struct walk *walk, const char *path)
{
	int fd = open(path, O_PATH | O_DIRECTORY | FLAGS);

	walk->folder->is_private = false;
	return fd < 0 ? refused(walk, path, errno) : stand_on(walk, fd);
}

/* What is to be gone first. */
static enum acme_err
put_first(struct walk *walk, const char *path)
{
	struct acme_buf rest = ACME_BUF_INIT(PATH_LIMIT);

	if (acme_buf_addf(&rest, "%s/%s", path, acme_buf_str(&walk->rest))) {
		acme_buf_clear(&rest);
		return no_memory(walk);
	}
	acme_buf_clear(&walk->rest);
	walk->rest = rest;
	return ACME_OK;
}

/* One may stand where one could not go to; root may go everywhere. */
static bool
is_out_of_reach(const char *path)
{
	int fd = open(path, O_PATH | O_DIRECTORY | FLAGS);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EACCES && geteuid();
}

/* The folders above it lead there as those of an absolute path do. */
static enum acme_err
start_at_cwd(struct walk *walk)
{
	char cwd[PATH_MAX];
	enum acme_err err;

	if (!getcwd(cwd, sizeof(cwd)))
		return refused(walk, ".", errno);
	if (is_out_of_reach(cwd))
		return acme_buf_addf(&walk->real, "%s", cwd)
			       ? no_memory(walk)
			       : start_at(walk, ".");
	err = put_first(walk, cwd);
	return err ? err : start_at(walk, "/");
}

static enum acme_err
start(struct walk *walk)
{
	acme_buf_clear(&walk->real);
	return *acme_buf_str(&walk->rest) == '/' ? start_at(walk, "/")
						 : start_at_cwd(walk);
}

/* What the link ${fd} says comes before the rest. */
static enum acme_err
follow(struct walk *walk, int fd, const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(fd, "", target, sizeof(target) - 1);
	enum acme_err err;

	if (n < 0)
		return refused(walk, path, errno);
	if (walk->n_links++ == LINKS_MAX)
		return refused(walk, path, ELOOP);
	target[n] = '\0';
	err = put_first(walk, target);
	return !err && *target == '/' ? start(walk) : err;
}

static enum acme_err
go_on(struct walk *walk, int fd, struct acme_buf *path)
{
	struct stat st;
	enum acme_err err;

	if (fstat(fd, &st)) {
		err = refused(walk, path->data, errno);
	} else if (S_ISLNK(st.st_mode)) {
		err = acme_folder_judge_link(&walk->judge, &st,
					     walk->folder->owner, path->data,
					     walk->fault);
		if (!err)
			err = follow(walk, fd, path->data);
	} else if (!S_ISDIR(st.st_mode)) {
		err = refused(walk, path->data, ENOTDIR);
	} else {
		acme_buf_clear(&walk->real);
		walk->real = *path;
		*path = (struct acme_buf)ACME_BUF_INIT(PATH_LIMIT);
		return stand_on(walk, fd);
	}
	close(fd);
	return err;
}

/* The path without its last component. */
static void
go_up(struct walk *walk)
{
	const char *slash =
		walk->real.len ? strrchr(walk->real.data, '/') : NULL;

	if (slash) {
		walk->real.len = (size_t)(slash - walk->real.data);
		walk->real.data[walk->real.len] = '\0';
	}
}

/* Take the next component off the rest; "" where there is none. */
static enum acme_err
next_of(struct walk *walk, char name[NAME_MAX + 1])
{
	const char *rest = acme_buf_str(&walk->rest);
	size_t skip = strspn(rest, "/"), len = strcspn(rest + skip, "/");

	if (len > NAME_MAX)
		return refused(walk, rest + skip, ENAMETOOLONG);
	memcpy(name, rest + skip, len);
	name[len] = '\0';
	acme_buf_drop(&walk->rest, skip + len);
	return ACME_OK;
}

static enum acme_err
step(struct walk *walk, const char *name)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);
	bool up = !strcmp(name, "..");
	enum acme_err err;
	int fd;

	if (up) {
		go_up(walk);
		walk->folder->is_private = false;
	}
	err = up ? acme_buf_addf(&path, "%s", acme_buf_str(&walk->real))
		 : acme_buf_addf(&path, "%s/%s", acme_buf_str(&walk->real),
				 name);
	if (err) {
		err = no_memory(walk);
	} else {
		fd = openat(walk->folder->fd, name, O_PATH | FLAGS);
		err = fd < 0 ? refused(walk, path.data, errno)
			     : go_on(walk, fd, &path);
	}
	acme_buf_clear(&path);
	return err;
}

static enum acme_err
go(struct walk *walk)
{
	char name[NAME_MAX + 1];
	enum acme_err err = ACME_OK;

	while (!err && walk->rest.len) {
		err = next_of(walk, name);
		if (!err && *name && strcmp(name, "."))
			err = step(walk, name);
	}
	return err;
}

/* O_PATH is for going, and for the names there; to make these durable it is
 * opened for reading, which who only reads files may not be allowed. */
static enum acme_err
finish(struct walk *walk)
{
	struct acme_folder *folder = walk->folder;
	int fd;

	assert(folder->fd >= 0);
	fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | FLAGS);
	if (fd < 0 && errno != EACCES)
		return refused(walk, here(walk), errno);
	if (fd >= 0) {
		close(folder->fd);
		folder->fd = fd;
	}
	folder->user = walk->judge.user;
	folder->real = acme_span_dup(acme_span_str(here(walk)));
	if (!folder->path)
		folder->path = acme_span_dup(acme_span_str(here(walk)));
	return folder->real && folder->path ? ACME_OK : no_memory(walk);
}

static enum acme_err
run(struct walk *walk, struct acme_span path)
{
	enum acme_err err;

	if (acme_buf_addf(&walk->rest, "%.*s", (int)path.len, path.data))
		return no_memory(walk);
	err = walk->folder->fd < 0 || *acme_buf_str(&walk->rest) == '/'
		      ? start(walk)
		      : ACME_OK;
	if (!err)
		err = go(walk);
	return err ? err : finish(walk);
}

static enum acme_err
end(struct walk *walk, enum acme_err err)
{
	acme_buf_clear(&walk->rest);
	acme_buf_clear(&walk->real);
	if (err)
		acme_folder_close(walk->folder);
	return err;
}

static struct walk
walk_to(struct acme_folder *folder, uid_t user, struct acme_fault *fault)
{
	bool has_user = user != ACME_ANY_ONE_USER;

	*folder = (struct acme_folder)ACME_FOLDER_INIT;
	return (struct walk){ .folder = folder,
			      .judge = { .user = has_user ? user : 0,
					 .has_user = has_user },
			      .rest = ACME_BUF_INIT(PATH_LIMIT),
			      .real = ACME_BUF_INIT(PATH_LIMIT),
			      .fault = fault };
}

enum acme_err
acme_folder_open(struct acme_folder *folder, struct acme_span path, uid_t user,
		 struct acme_fault *fault)
{
	struct walk walk = walk_to(folder, user, fault);

	folder->path = acme_span_dup(path);
	return end(&walk, folder->path ? run(&walk, path) : no_memory(&walk));
}

enum acme_err
acme_folder_open_from(struct acme_folder *folder,
		      const struct acme_folder *from, struct acme_span path,
		      struct acme_fault *fault)
{
	struct walk walk = walk_to(folder, from->user, fault);

	walk.judge.is_users =
		!geteuid() && from->owner && from->owner == from->user;
	folder->owner = from->owner;
	folder->group = from->group;
	folder->dev = from->dev;
	folder->ino = from->ino;
	folder->mode = from->mode;
	folder->is_private = from->is_private;
	folder->fd = openat(from->fd, ".", O_PATH | O_DIRECTORY | FLAGS);
	if (folder->fd < 0)
		return end(&walk, refused(&walk, from->real, errno));
	if (strcmp(from->real, "/") &&
	    acme_buf_addf(&walk.real, "%s", from->real))
		return end(&walk, no_memory(&walk));
	return end(&walk, run(&walk, path));
}

enum acme_err
acme_folder_enter(struct acme_folder *folder, const struct acme_folder *parent,
		  const char *name, struct acme_fault *fault)
{
	struct walk walk = walk_to(folder, parent->user, fault);
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);
	enum acme_err err = ACME_OK;
	int fd = openat(parent->fd, name, O_PATH | O_DIRECTORY | FLAGS);

	if (acme_buf_addf(&path, "%s/%s", parent->path, name))
		err = no_memory(&walk);
	else if (fd < 0)
		err = refused(&walk, path.data, errno);
	else
		err = acme_buf_addf(&walk.real, "%s", path.data)
			      ? no_memory(&walk)
			      : stand_on(&walk, fd);
	folder->path = path.data;
	return end(&walk, err ? err : finish(&walk));
}

void
acme_folder_close(struct acme_folder *folder)
{
	if (folder->fd >= 0)
		close(folder->fd);
	free(folder->path);
	free(folder->real);
	*folder = (struct acme_folder)ACME_FOLDER_INIT;
}

enum acme_err
acme_folder_sync(const struct acme_folder *folder, struct acme_fault *fault)
{
	/* EINVAL: a file system that has no such thing. */
	if (fsync(folder->fd) && errno != EINVAL)
		return acme_errno_fault(fault, folder->path, "made durable",
					errno);
	return ACME_OK;
}

bool
acme_folder_is(const struct acme_folder *a, const struct acme_folder *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}

bool
acme_folder_may_hold(const struct acme_folder *folder, uid_t owner)
{
	return !owner || owner == folder->user || owner == geteuid();
}
