/* SPDX-License-Identifier: MIT */
/*
 * A switch and its two generations, of which one is in use at most: the other
 * is a leftover, and is made anew.
 */
#define _DEFAULT_SOURCE /* symlink(), realpath() */
#include "store/generation.h"

#include "store/file.h"
#include "store/file_fault.h"
#include "store/folder.h"
#include "store/place.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const suffixes[] = {
	[ACME_SWITCH_NEXT] = ".acme-next",
	[ACME_SWITCH_LIVE] = ".acme-live",
};
static const char *const generations[] = { ".a", ".b" };

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

bool
acme_switch_init(struct acme_switch *sw, const char *key,
		 enum acme_switch_kind kind)
{
	sw->link = acme_place_beside(key, suffixes[kind]);
	return sw->link;
}

void
acme_switch_clear(struct acme_switch *sw)
{
	free(sw->link);
}

static bool
ends_with(struct acme_span text, const char *end)
{
	size_t len = strlen(end);

	return text.len >= len && !memcmp(text.data + text.len - len, end, len);
}

bool
acme_generation_is_link(const char *target)
{
	struct acme_span through = acme_folder_of(target);

	return strchr(target, '/') &&
	       (ends_with(through, suffixes[ACME_SWITCH_NEXT]) ||
		ends_with(through, suffixes[ACME_SWITCH_LIVE]));
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool
acme_switch_is_behind(const struct acme_switch *sw, const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	struct acme_span through;

	if (n < 0)
		return false;
	target[n] = '\0';
	through = acme_folder_of(target);
	return strchr(target, '/') && ends_with(through, name_of(sw->link));
}

static enum acme_err
no_memory(const char *path, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_MEMORY, "%s: out of memory",
			      path);
}

/* What hinders shows when it is made anew. */
static void
remove_generation(const char *folder)
{
	static const char *const all[] = { "/" ACME_GENERATION_CERT,
					   "/" ACME_GENERATION_KEY,
					   "/" ACME_GENERATION_CERT ".tmp",
					   "/" ACME_GENERATION_KEY ".tmp" };
	size_t i;

	for (i = 0; i < N_OF(all); i++) {
		char *path = acme_place_beside(folder, all[i]);

		if (path)
			(void)unlink(path);
		free(path);
	}
	(void)rmdir(folder);
}

static enum acme_err
write_file(const char *folder, const char *name, struct acme_span text,
	   struct acme_fault *fault)
{
	struct acme_buf path = ACME_BUF_INIT(ACME_PATH_LIMIT);
	enum acme_err err;

	if (acme_buf_addf(&path, "%s/%s", folder, name))
		return no_memory(folder, fault);
	err = acme_file_write(path.data, text, fault);
	acme_buf_clear(&path);
	return err;
}

static enum acme_err
write_generation(const char *folder, const struct acme_generation *generation,
		 struct acme_fault *fault)
{
	enum acme_err err;

	remove_generation(folder);
	if (mkdir(folder, S_IRWXU) || chmod(folder, S_IRWXU))
		return acme_file_fault(fault, folder, "made", errno);
	err = write_file(folder, ACME_GENERATION_CERT, generation->chain,
			 fault);
	if (!err)
		err = write_file(folder, ACME_GENERATION_KEY, generation->key,
				 fault);
	return err ? err : acme_place_sync(folder, fault);
}

/* Make ${path} a link to ${target}, in place of what is there. */
static enum acme_err
put_link(const char *path, const char *target, struct acme_fault *fault)
{
	char *temp = acme_place_beside(path, ".lnk");
	enum acme_err err = ACME_OK;

	if (!temp)
		return no_memory(path, fault);
	(void)unlink(temp); /* a leftover */
	if (symlink(target, temp) || rename(temp, path)) {
		err = acme_file_fault(fault, path, "made a link", errno);
		(void)unlink(temp);
	}
	free(temp);
	return err ? err : acme_place_sync(path, fault);
}

/* Which generation is not in use? */
static const char *
unused_of(const struct acme_switch *sw)
{
	char target[PATH_MAX];
	ssize_t n = readlink(sw->link, target, sizeof(target));
	bool first = n > 0 &&
		     ends_with(acme_span(target, (size_t)n), generations[0]);

	return generations[first];
}

enum acme_err
acme_switch_turn(const struct acme_switch *sw,
		 const struct acme_generation *generation,
		 struct acme_fault *fault)
{
	char *folder = acme_place_beside(sw->link, unused_of(sw));
	enum acme_err err;

	if (!folder)
		return no_memory(sw->link, fault);
	err = write_generation(folder, generation, fault);
	if (err)
		remove_generation(folder);
	else
		err = put_link(sw->link, name_of(folder), fault);
	free(folder);
	return err;
}

/* Beside each other by name, so that their folder may be moved; else by the
 * whole path.  NULL: errno. */
static char *
target_of(const struct acme_switch *sw, const char *path, const char *file)
{
	char *to = acme_span_dup(acme_folder_of(sw->link));
	char *from = acme_span_dup(acme_folder_of(path));
	char *real_to = to ? realpath(to, NULL) : NULL;
	char *real_from = from ? realpath(from, NULL) : NULL;
	struct acme_buf target = ACME_BUF_INIT(ACME_PATH_LIMIT);

	if (real_to && real_from &&
	    acme_buf_addf(&target, "%s%s%s/%s",
			  strcmp(real_to, real_from) ? real_to : "",
			  strcmp(real_to, real_from) ? "/" : "",
			  name_of(sw->link), file))
		acme_buf_clear(&target);
	free(to);
	free(from);
	free(real_to);
	free(real_from);
	return target.data;
}

enum acme_err
acme_switch_lead(const struct acme_switch *sw, const char *path,
		 const char *file, struct acme_fault *fault)
{
	char *target;
	enum acme_err err;

	errno = ENOMEM;
	target = target_of(sw, path, file);
	if (!target)
		return acme_file_fault(fault, path, "made a link", errno);
	err = put_link(path, target, fault);
	free(target);
	return err;
}

enum acme_err
acme_switch_remove(const struct acme_switch *sw, struct acme_fault *fault)
{
	enum acme_err err = acme_file_remove(sw->link, fault);
	size_t i;

	for (i = 0; !err && i < N_OF(generations); i++) {
		char *folder = acme_place_beside(sw->link, generations[i]);

		if (folder)
			remove_generation(folder);
		free(folder);
	}
	return err;
}
