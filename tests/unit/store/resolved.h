/* SPDX-License-Identifier: MIT */
/* What the store does with a path, which is resolved as a server does it. */
#ifndef RESOLVED_H
#define RESOLVED_H

#include "store/file/file.h"
#include "store/pair/lease.h"
#include "store/pair/quarantine.h"

enum acme_err resolved_read(const char *path, struct acme_secret *content,
			    struct acme_fault *fault);
enum acme_err resolved_write(const char *path, struct acme_span content,
			     struct acme_fault *fault);
enum acme_err resolved_create(const char *path, struct acme_span content,
			      struct acme_fault *fault);
enum acme_err resolved_probe(const char *path, struct acme_fault *fault);
enum acme_err resolved_lease(struct acme_lease *lease, const char *path,
			     struct acme_fault *fault);

/* Of the name itself, wherever it leads. */
enum acme_err resolved_remove(const char *path, struct acme_fault *fault);

enum acme_err resolved_bad(const char *path,
			   enum acme_err (*what)(const struct acme_path *path,
						 const char *who,
						 struct acme_fault *fault),
			   struct acme_fault *fault);

#endif
