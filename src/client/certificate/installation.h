/* SPDX-License-Identifier: MIT */
/*
 * The context of installation.flow: a certificate's pair on its way into the
 * running server.  Why it was refused stands in the applicant's refusal.
 */
#ifndef ACME_CLIENT_CERTIFICATE_INSTALLATION_H
#define ACME_CLIENT_CERTIFICATE_INSTALLATION_H

#include "installation.flow.h"

struct acme_applicant;

struct acme_installation {
	struct installation_sm sm;
	struct acme_applicant *applicant;
};

/* Ready to be run.  ${applicant} is borrowed for its life. */
struct sm *acme_installation_prepare(struct acme_installation *installation,
				     struct acme_applicant *applicant);

#endif
