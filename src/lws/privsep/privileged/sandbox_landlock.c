/* SPDX-License-Identifier: MIT */
/*
 * By Landlock the process keeps of all file systems the folders that were
 * opened for it, and in them it can make files, links and folders, and nothing
 * else; there is no network.  Headers of Debian 12 know its first two versions,
 * so what came later stands here.
 */
#define _GNU_SOURCE /* syscall() */
#include "lws/privsep/privileged/sandbox.h"

#include "base/log.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SPARE_DESCRIPTORS 32
#define FOLDERS_OF_ONE	  6 /* of three files, and of where links lead */

struct ruleset {
	uint64_t files, network, scoped;
};

#define IN_FOLDERS                                                      \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	 LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |  \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SYM |    \
	 LANDLOCK_ACCESS_FS_REFER)

/* Each version asks for a size that it knows. */
static const struct {
	int since;
	struct ruleset all;
	size_t size;
} versions[] = {
	{ 6, { 0xffff, 0x3, 0x3 }, 24 }, /* signals, abstract sockets */
	{ 5, { 0xffff, 0x3, 0 }, 16 },	 /* ioctl() of devices */
	{ 4, { 0x7fff, 0x3, 0 }, 16 },	 /* TCP */
	{ 3, { 0x7fff, 0, 0 }, 8 },	 /* truncate() */
	{ 2, { 0x3fff, 0, 0 }, 8 },	 /* rename to another folder */
	{ 1, { 0x1fff, 0, 0 }, 8 },
};

static int
allow_beneath(int ruleset, int folder, uint64_t known)
{
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = IN_FOLDERS & known,
		.parent_fd = folder,
	};

	return (int)syscall(SYS_landlock_add_rule, ruleset,
			    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

/* Where it was not opened at the start there is no way to it. */
static int
allow_folder(int ruleset, const struct acme_folder *folder, uint64_t known)
{
	return folder->fd < 0 ? 0 : allow_beneath(ruleset, folder->fd, known);
}

static int
allow_path(int ruleset, const struct acme_resolved_path *resolved,
	   uint64_t known)
{
	int failed = allow_folder(ruleset, &resolved->named_in, known);

	return failed ? failed
		      : allow_folder(ruleset, &resolved->found_in, known);
}

static int
allow_all(int ruleset, const struct acme_privileged_paths *paths,
	  uint64_t known)
{
	int i, failed = 0;

	for (i = 0; !failed && i < paths->n; i++) {
		const struct acme_opened_paths *opened = &paths->at[i]->opened;

		failed = allow_path(ruleset, &opened->auth, known);
		if (!failed)
			failed = allow_path(ruleset, &opened->cert, known);
		if (!failed)
			failed = allow_path(ruleset, &opened->key, known);
	}
	return failed;
}

/* false: errno tells why not. */
static bool
limit_files(const struct acme_privileged_paths *paths)
{
	int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
				   LANDLOCK_CREATE_RULESET_VERSION);
	int ruleset, failed, error;
	size_t i = 0;

	if (version < 1)
		return false;
	while (versions[i].since > version)
		i++;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &versions[i].all,
			       versions[i].size, 0);
	if (ruleset < 0)
		return false;
	failed = allow_all(ruleset, paths, versions[i].all.files);
	if (!failed)
		failed = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	error = errno;
	close(ruleset);
	errno = error;
	return !failed;
}

/* As many as there are, and a few for what is at work. */
static void
limit_descriptors(const struct acme_privileged_paths *paths)
{
	rlim_t most = ACME_PRIVSEP_FIRST_FREE +
		      FOLDERS_OF_ONE * (rlim_t)paths->n + SPARE_DESCRIPTORS;
	const struct rlimit limit = { most, most };

	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* Where the kernel could do it, and does not, the operator must know. */
static void
log_missing(const char *what)
{
	bool is_old = errno == ENOSYS, is_off = errno == EOPNOTSUPP;
	const char *why = is_old   ? "this kernel does not support it"
			  : is_off ? "this kernel was started without it"
				   : strerror(errno);

	acme_log(is_old || is_off ? ACME_LOG_INFO : ACME_LOG_WARN,
		 "the privileged process (lws-acme-priv) is not confined by "
		 "%s: %s",
		 what, why);
}

void
acme_sandbox_landlock(const struct acme_privileged_paths *paths)
{
	limit_descriptors(paths);
	if (!limit_files(paths))
		log_missing("Landlock");
	if (!acme_sandbox_syscalls())
		log_missing("seccomp");
}
