/* SPDX-License-Identifier: MIT */
/*
 * The context of storage.flow: a certificate's pair on its way to the disk.
 */
#ifndef ACME_CLIENT_CERTIFICATE_STORAGE_H
#define ACME_CLIENT_CERTIFICATE_STORAGE_H

#include "storage.flow.h"

struct acme_enrollment;

struct acme_storage {
	struct storage_sm sm;
	struct acme_enrollment *enrollment;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_storage_prepare(struct acme_storage *storage,
				struct acme_enrollment *enrollment);

#endif
