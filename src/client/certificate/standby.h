/* SPDX-License-Identifier: MIT */
/*
 * The context of standby.flow: of the processes that share a certificate's
 * files, one orders.
 */
#ifndef ACME_CLIENT_CERTIFICATE_STANDBY_H
#define ACME_CLIENT_CERTIFICATE_STANDBY_H

#include "client/enrollment/reminder.h"
#include "standby.flow.h"

struct acme_enrollment;

struct acme_standby {
	struct standby_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_told told;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_standby_prepare(struct acme_standby *standby,
				struct acme_enrollment *enrollment);

#endif
