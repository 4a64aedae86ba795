/* SPDX-License-Identifier: MIT */
/*
 * What the operating system refused, as a sentence.
 */
#ifndef ACME_STORE_FILE_ERRNO_FAULT_H
#define ACME_STORE_FILE_ERRNO_FAULT_H

#include "base/fault.h"

#include <stdbool.h>

/*
 * Record "${path}: can't be ${done}: what ${error} means", and return
 * ACME_ERR_SYSTEM.
 */
enum acme_err acme_errno_fault(struct acme_fault *fault, const char *path,
			       const char *done, int error);

/* Does ${error}, of link(), mean that there are none here: by a file system
 * without, or of another's file? */
bool acme_errno_has_no_links(int error);

#endif
