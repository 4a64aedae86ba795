/* SPDX-License-Identifier: MIT */
/*
 * The context of startup.flow: what earlier runs left.  Why it failed stands in
 * the enrollment's failure.
 */
#ifndef ACME_CLIENT_CERTIFICATE_STARTUP_H
#define ACME_CLIENT_CERTIFICATE_STARTUP_H

#include "client/certificate/installation.h"
#include "client/enrollment/reminder.h"
#include "startup.flow.h"

struct acme_enrollment;

struct acme_startup {
	struct startup_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_told told;
	struct acme_installation installation;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_startup_prepare(struct acme_startup *startup,
				struct acme_enrollment *enrollment);

#endif
