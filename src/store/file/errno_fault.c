/* SPDX-License-Identifier: MIT */
/* This puts an errno in words.  strerror() is not for two threads. */
#define _DEFAULT_SOURCE /* strerror_r() of POSIX */
#include "store/file/errno_fault.h"

#include <errno.h>
#include <string.h>

enum acme_err
acme_errno_fault(struct acme_fault *fault, const char *path, const char *done,
		 int error)
{
	char words[128] = "unknown error";

	(void)strerror_r(error, words, sizeof(words));
	return acme_fault_set(fault, ACME_ERR_SYSTEM, "%s: can't be %s: %s",
			      path, done, words);
}

bool
acme_errno_has_no_links(int error)
{
	return error == EPERM || error == EMLINK || error == ENOSYS ||
	       error == EOPNOTSUPP;
}
