/* SPDX-License-Identifier: MIT */
/* The names are tried one after the other: a folder has few of them. */
#define _DEFAULT_SOURCE /* link() */
#include "store/bad.h"

#include "base/log.h"
#include "store/file.h"
#include "store/file_fault.h"
#include "store/place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX (1024 * 1024) /* bytes, to be compared */
#define BAD_MAX	 1000

/* Give ${path} the name ${to}; ACME_ERR_EXISTS: something else has it. */
typedef enum acme_err (*as_fn)(const char *path, const char *to,
			       const char *who, struct acme_fault *fault);

static enum acme_err
exists(const char *to, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_EXISTS, "%s: exists already", to);
}

static enum acme_err
done(const char *path, const char *to, const char *who,
     struct acme_fault *fault)
{
	acme_log(ACME_LOG_WARN, "%s: %s is of no use, and kept as %s", who,
		 path, to);
	return acme_place_sync(to, fault);
}

static bool
are_same(const char *a, const char *b)
{
	struct acme_secret texts[2] = { ACME_SECRET_INIT(TEXT_MAX),
					ACME_SECRET_INIT(TEXT_MAX) };
	bool same = !acme_file_read(a, &texts[0], NULL) &&
		    !acme_file_read(b, &texts[1], NULL) &&
		    acme_span_equal(acme_buf_span(&texts[0].buf),
				    acme_buf_span(&texts[1].buf));

	acme_secret_clear(&texts[0]);
	acme_secret_clear(&texts[1]);
	return same;
}

static enum acme_err
link_as(const char *path, const char *to, const char *who,
	struct acme_fault *fault)
{
	if (!link(path, to))
		return done(path, to, who, fault);
	if (errno != EEXIST)
		return acme_file_fault(fault, to, "made", errno);
	return are_same(path, to) ? acme_place_sync(to, fault)
				  : exists(to, fault);
}

/* No link() and no removal: who has the folder, but not the file, may not link
 * it.  Nobody else is at work here, as the folder is locked. */
static enum acme_err
rename_as(const char *path, const char *to, const char *who,
	  struct acme_fault *fault)
{
	struct stat st;

	if (!lstat(to, &st))
		return exists(to, fault);
	if (rename(path, to))
		return acme_file_fault(fault, to, "made", errno);
	return done(path, to, who, fault);
}

static enum acme_err
name_bad(const char *path, const char *who, as_fn as, struct acme_fault *fault)
{
	enum acme_err err = ACME_ERR_EXISTS;
	char suffix[16] = ".bad", *to;
	int n;

	for (n = 0; err == ACME_ERR_EXISTS && n < BAD_MAX; n++) {
		if (n)
			snprintf(suffix, sizeof(suffix), ".bad.%d", n);
		to = acme_place_beside(path, suffix);
		err = to ? as(path, to, who, fault)
			 : acme_fault_set(fault, ACME_ERR_MEMORY,
					  "%s: out of memory", path);
		free(to);
	}
	return err;
}

enum acme_err
acme_bad_keep(const char *path, const char *who, struct acme_fault *fault)
{
	struct stat st;

	if (lstat(path, &st) || !S_ISREG(st.st_mode))
		return ACME_OK;
	return name_bad(path, who, link_as, fault);
}

enum acme_err
acme_bad_move(const char *path, const char *who, struct acme_fault *fault)
{
	char *place = acme_place_of(path, fault);
	enum acme_err err = ACME_OK;
	struct stat st;

	if (!place)
		return ACME_ERR_SYSTEM;
	if (!lstat(place, &st))
		err = name_bad(place, who, rename_as, fault);
	free(place);
	return err;
}
