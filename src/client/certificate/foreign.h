/* SPDX-License-Identifier: MIT */
/*
 * The context of foreign.flow: whose the files are, and a pair that another
 * ACME client keeps.  It is read only.
 */
#ifndef ACME_CLIENT_CERTIFICATE_FOREIGN_H
#define ACME_CLIENT_CERTIFICATE_FOREIGN_H

#include "client/certificate/installation.h"
#include "client/enrollment/reminder.h"
#include "foreign.flow.h"

struct acme_enrollment;

struct acme_foreign {
	struct foreign_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_told told;
	struct acme_installation installation;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_foreign_prepare(struct acme_foreign *foreign,
				struct acme_enrollment *enrollment);

#endif
