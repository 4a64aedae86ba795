/* SPDX-License-Identifier: MIT */
/*
 * This looks at the folders that the options name, and tells what the operator
 * should know of them.  The usual case is one folder for all three files: it
 * is told of once.
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "lws/options/path_checks.h"
#include "base/log.h"
#include "lws/options/options_values.h"
#include "store/file/folder.h"
#include "store/file/folder_look.h"

#include <unistd.h>

#define N_PATHS 3

static bool
seen(const struct acme_span *folders, size_t n, struct acme_span folder)
{
	size_t i = 0;

	while (i < n && !acme_span_equal(folders[i], folder))
		i++;
	return i < n;
}

/* A server that is not root's has folders of its own. */
static void
warn_open(const struct acme_folder *folder, const char *option,
	  const char *vhost_name)
{
	acme_log(ACME_LOG_WARN,
		 "vhost \"%s\": option \"%s\": the folder %s has mode %04o "
		 "and owner %u:%u: make it, or one above it, 0700 %s",
		 vhost_name, option, folder->path, folder->mode, folder->owner,
		 folder->group, geteuid() ? "and this user's" : "root:root");
}

/* What is not safe is an error, and told as one (file_rights.h). */
static void
look(struct acme_span path, const char *option, const char *vhost_name)
{
	struct acme_folder folder;
	struct acme_fault why;
	enum acme_err err =
		acme_folder_open(&folder, path, ACME_ANY_ONE_USER, &why);

	if (err == ACME_ERR_NOT_FOUND)
		acme_log(ACME_LOG_ERR,
			 "vhost \"%s\": option \"%s\": there is no folder "
			 "%.*s: make it, with mode 0700",
			 vhost_name, option, (int)path.len, path.data);
	else if (err && err != ACME_ERR_INVALID)
		acme_log(ACME_LOG_ERR, "vhost \"%s\": option \"%s\": %s",
			 vhost_name, option, why.text);
	else if (!err && !folder.is_private)
		warn_open(&folder, option, vhost_name);
	acme_folder_close(&folder);
}

void
acme_path_checks_look(const struct acme_options *options,
		      const char *vhost_name)
{
	const struct {
		const char *path;
		enum acme_option option;
	} files[N_PATHS] = {
		{ options->auth_path, ACME_OPTION_AUTH_PATH },
		{ options->cert_path, ACME_OPTION_CERT_PATH },
		{ options->key_path, ACME_OPTION_KEY_PATH },
	};
	struct acme_span folders[N_PATHS];
	size_t i;

	for (i = 0; i < N_PATHS; i++) {
		folders[i] = acme_folder_of(files[i].path);
		if (!seen(folders, i, folders[i]))
			look(folders[i],
			     lws_acme_client_options[files[i].option],
			     vhost_name);
	}
}
