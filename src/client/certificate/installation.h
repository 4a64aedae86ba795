/* SPDX-License-Identifier: MIT */
/*
 * The context of installation.flow: a certificate's pair on its way into the
 * running server.  Why it was refused stands in the enrollment's failure.
 */
#ifndef ACME_CLIENT_CERTIFICATE_INSTALLATION_H
#define ACME_CLIENT_CERTIFICATE_INSTALLATION_H

#include "client/enrollment/reminder.h"
#include "installation.flow.h"

struct acme_enrollment;

struct acme_installation {
	struct installation_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_told told;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_installation_prepare(struct acme_installation *installation,
				     struct acme_enrollment *enrollment);

#endif
