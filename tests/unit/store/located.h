/* SPDX-License-Identifier: MIT */
/* What the store does at a place, for a path: opened as a server does it. */
#ifndef LOCATED_H
#define LOCATED_H

#include "store/file/file.h"
#include "store/pair/lease.h"
#include "store/pair/quarantine.h"

enum acme_err located_read(const char *path, struct acme_secret *content,
			   struct acme_fault *fault);
enum acme_err located_write(const char *path, struct acme_span content,
			    struct acme_fault *fault);
enum acme_err located_create(const char *path, struct acme_span content,
			     struct acme_fault *fault);
enum acme_err located_probe(const char *path, struct acme_fault *fault);
enum acme_err located_lease(struct acme_lease *lease, const char *path,
			    struct acme_fault *fault);

/* Of the name itself, wherever it leads. */
enum acme_err located_remove(const char *path, struct acme_fault *fault);

enum acme_err located_bad(const char *path,
			  enum acme_err (*what)(const struct acme_path *path,
						const char *who,
						struct acme_fault *fault),
			  struct acme_fault *fault);

#endif
