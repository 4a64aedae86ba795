/* SPDX-License-Identifier: MIT */
/*
 * The names with .bad are tried one after the other: a folder has few of them.
 */
#define _DEFAULT_SOURCE /* linkat() */
#include "store/pair/quarantine.h"

#include "base/log.h"
#include "store/file/errno_fault.h"
#include "store/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX (1024 * 1024) /* bytes, to be compared */
#define BAD_MAX	 1000

/* Give ${path} the name ${to}; ACME_ERR_EXISTS: something else has it. */
typedef enum acme_err (*as_fn)(const struct acme_path *path,
			       const struct acme_path *to, const char *who,
			       struct acme_fault *fault);

static enum acme_err
exists(const struct acme_path *to, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_EXISTS, "%s: exists already",
			      to->path);
}

static enum acme_err
done(const struct acme_path *path, const struct acme_path *to, const char *who,
     struct acme_fault *fault)
{
	acme_log(ACME_LOG_WARN, "%s: invalid file %s moved to %s", who,
		 path->path, to->path);
	return acme_folder_sync(to->folder, fault);
}

static bool
are_same(const struct acme_path *a, const struct acme_path *b)
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
link_as(const struct acme_path *path, const struct acme_path *to,
	const char *who, struct acme_fault *fault)
{
	enum acme_err err = acme_file_link(path, to, fault);

	if (!err)
		return done(path, to, who, fault);
	if (err != ACME_ERR_EXISTS)
		return err;
	return are_same(path, to) ? acme_folder_sync(to->folder, fault)
				  : exists(to, fault);
}

/* No link() and no removal: who has the folder, but not the file, may not link
 * it.  Nobody else is at work here, as the pair is locked. */
static enum acme_err
rename_as(const struct acme_path *path, const struct acme_path *to,
	  const char *who, struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(to, &kind, fault);

	if (err)
		return err;
	if (kind)
		return exists(to, fault);
	if (renameat(path->folder->fd, path->name, to->folder->fd, to->name))
		return acme_errno_fault(fault, to->path, "made", errno);
	return done(path, to, who, fault);
}

static enum acme_err
name_bad(const struct acme_path *path, const char *who, as_fn as,
	 struct acme_fault *fault)
{
	enum acme_err err = ACME_ERR_EXISTS;
	char suffix[24] = ".bad";
	struct acme_path to;
	int n;

	for (n = 0; err == ACME_ERR_EXISTS && n < BAD_MAX; n++) {
		if (n)
			snprintf(suffix, sizeof(suffix), ".bad.%d", n);
		err = acme_path_init(&to, path->folder, path->name, suffix,
				     fault);
		if (!err)
			err = as(path, &to, who, fault);
		acme_path_clear(&to);
	}
	return err;
}

enum acme_err
acme_quarantine_copy(const struct acme_path *path, const char *who,
		     struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);

	return !err && S_ISREG(kind) ? name_bad(path, who, link_as, fault)
				     : err;
}

enum acme_err
acme_quarantine_move(const struct acme_path *path, const char *who,
		     struct acme_fault *fault)
{
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);

	return !err && kind ? name_bad(path, who, rename_as, fault) : err;
}
