/* SPDX-License-Identifier: MIT */
/* The folders that a vhost's options name, looked at before it starts. */
#ifndef ACME_EDGE_FOLDERS_H
#define ACME_EDGE_FOLDERS_H

#include "edge/options.h"

/*
 * A folder that is not there is ACME_ERR_INVALID, and ${fault} names it and
 * its option.  One that others may look into is worth a warning for
 * ${vhost_name}.
 */
enum acme_err acme_folders_check(const struct acme_options *options,
				 const char *vhost_name,
				 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
