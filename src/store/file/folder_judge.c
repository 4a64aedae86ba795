/* SPDX-License-Identifier: MIT */
/*
 * In a user namespace the owner of what belongs to nobody in it is told as the
 * overflow uid: that is somebody outside, who stands above its root anyway.
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "store/file/folder_judge.h"

#include <stdio.h>
#include <unistd.h>

#define MODE_BITS    07777u
#define OVERFLOW_UID 65534u

static bool
maps_overflow(void)
{
	FILE *map = fopen("/proc/self/uid_map", "re");
	unsigned int first, outer, count;
	bool maps = !map;

	while (!maps && fscanf(map, "%u %u %u", &first, &outer, &count) == 3)
		maps = OVERFLOW_UID >= first && OVERFLOW_UID - first < count;
	if (map)
		fclose(map);
	return maps;
}

/* Looked at once, as a process that is confined can't any more. */
static bool
is_outside(uid_t uid)
{
	static enum {
		UNKNOWN,
		OUTSIDE,
		INSIDE
	} overflow;

	if (uid != OVERFLOW_UID)
		return false;
	if (overflow == UNKNOWN)
		overflow = maps_overflow() ? INSIDE : OUTSIDE;
	return overflow == OUTSIDE;
}

static bool
is_trusted(struct acme_folder_judge *judge, uid_t owner)
{
	if (!owner || is_outside(owner))
		return true;
	if (!judge->has_user)
		judge->user = owner;
	judge->has_user = true;
	return owner == judge->user;
}

static enum acme_err
not_theirs(const struct acme_folder_judge *judge, const struct stat *st,
	   const char *kind, const char *path, struct acme_fault *fault)
{
	char who[48] = "root's";

	if (judge->user)
		snprintf(who, sizeof(who), "root's or user %u's", judge->user);
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "the %s %s (owner %u:%u, mode %04o) is another "
			      "user's, who could lead to other files: make it "
			      "%s, or use another folder",
			      kind, path, st->st_uid, st->st_gid,
			      st->st_mode & MODE_BITS, who);
}

static bool
others_may_write(const struct stat *st, bool is_last)
{
	mode_t others = S_IWOTH | (geteuid() ? 0 : S_IWGRP);

	if (!is_last && (st->st_mode & S_ISVTX))
		return false;
	return st->st_mode & others;
}

enum acme_err
acme_folder_judge_folder(struct acme_folder_judge *judge, const struct stat *st,
			 const char *path, bool is_last,
			 struct acme_fault *fault)
{
	if (!is_trusted(judge, st->st_uid))
		return not_theirs(judge, st, "folder", path, fault);
	if (is_last && judge->is_users && st->st_uid != judge->user)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "a link in a folder of user %u leads to "
				      "the folder %s (owner %u:%u), which is "
				      "not that user's: name the file itself",
				      judge->user, path, st->st_uid,
				      st->st_gid);
	if (!others_may_write(st, is_last))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "the folder %s (owner %u:%u, mode %04o) can be "
			      "changed by others, who could lead to other "
			      "files: chmod go-w it, or use another folder",
			      path, st->st_uid, st->st_gid,
			      st->st_mode & MODE_BITS);
}

enum acme_err
acme_folder_judge_link(struct acme_folder_judge *judge, const struct stat *st,
		       uid_t in, const char *path, struct acme_fault *fault)
{
	if (!is_trusted(judge, st->st_uid))
		return not_theirs(judge, st, "link", path, fault);
	/* Whoever has the folder chose where this leads. */
	if (!geteuid() && in && in == judge->user)
		judge->is_users = true;
	return ACME_OK;
}
