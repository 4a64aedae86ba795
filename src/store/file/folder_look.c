/* SPDX-License-Identifier: MIT */
/* This looks at a folder by its path alone, before anything in it is opened. */
#include "store/file/folder_look.h"
#include "store/file/errno_fault.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#define MODE_BITS 07777u

struct acme_span
acme_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return acme_span_str(".");
	if (slash == path)
		return acme_span_str("/");
	return acme_span(path, (size_t)(slash - path));
}

static enum acme_err
look(const char *path, struct acme_folder_facts *found,
     struct acme_fault *fault)
{
	struct stat st;

	if (stat(path, &st)) {
		int error = errno;

		if (error == ENOENT)
			return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
					      "there is no folder %s", path);
		return acme_errno_fault(fault, path, "looked at", error);
	}
	if (!S_ISDIR(st.st_mode))
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "%s is not a folder", path);
	*found = (struct acme_folder_facts){ .mode = st.st_mode & MODE_BITS,
					     .uid = st.st_uid,
					     .gid = st.st_gid };
	return ACME_OK;
}

enum acme_err
acme_folder_look(struct acme_span folder, struct acme_folder_facts *found,
		 struct acme_fault *fault)
{
	char *path = acme_span_dup(folder);
	enum acme_err err;

	if (!path)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	err = look(path, found, fault);
	free(path);
	return err;
}
