/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* geteuid() */
#include "resolved.h"

#include <unistd.h>

static struct acme_resolved_path at;

static enum acme_err
go_to(const char *path, struct acme_fault *fault)
{
	return acme_resolved_path_open(&at, path, geteuid(), fault);
}

static enum acme_err
leave(enum acme_err err)
{
	acme_resolved_path_close(&at);
	return err;
}

enum acme_err
resolved_read(const char *path, struct acme_secret *content,
	      struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_file_read(&at.found, content, fault));
}

enum acme_err
resolved_write(const char *path, struct acme_span content,
	       struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_file_write(&at.found, content, fault));
}

enum acme_err
resolved_create(const char *path, struct acme_span content,
		struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_file_create(&at.found, content, fault));
}

enum acme_err
resolved_probe(const char *path, struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_file_probe(&at.found, fault));
}

enum acme_err
resolved_lease(struct acme_lease *lease, const char *path,
	       struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_lease_open(lease, &at.named, fault));
}

enum acme_err
resolved_remove(const char *path, struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : acme_file_remove(&at.named, fault));
}

enum acme_err
resolved_bad(const char *path,
	     enum acme_err (*what)(const struct acme_path *, const char *,
				   struct acme_fault *),
	     struct acme_fault *fault)
{
	enum acme_err err = go_to(path, fault);

	return leave(err ? err : what(&at.found, "a test", fault));
}
