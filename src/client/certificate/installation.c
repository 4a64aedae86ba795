/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of installation.flow. */
#include "client/certificate/installation.h"

#include "client/enrollment/enrollment.h"

struct sm *
acme_installation_prepare(struct acme_installation *installation,
			  struct acme_enrollment *enrollment)
{
	*installation = (struct acme_installation){ .enrollment = enrollment };
	installation_sm_init(&installation->sm, installation);
	return &installation->sm.sm;
}

enum acme_err
acme_installation_fault(const struct acme_installation *installation,
			const struct acme_fault *fault)
{
	(void)installation;
	return acme_fault_class(fault);
}

void
acme_installation_install(struct acme_installation *installation,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = installation->enrollment;

	a->port->install(a->port, acme_buf_span(&a->pair.chain),
			 &a->pair.key_pem, requester);
}

void
acme_installation_note_fault(struct acme_installation *installation,
			     const struct acme_fault *fault)
{
	acme_enrollment_note_fault(installation->enrollment, fault);
}

struct sm *
acme_installation_not_installed(struct acme_installation *installation)
{
	struct acme_enrollment *a = installation->enrollment;

	return acme_enrollment_remind(a, &installation->told, ACME_LOG_WARN,
				      "cannot install certificate %s in the "
				      "running server, trying again",
				      a->pair.info.serial);
}

void
acme_installation_note_timeout(struct acme_installation *installation,
			       const char *sentence)
{
	acme_enrollment_note_slow(installation->enrollment, sentence);
}

struct acme_failure *
acme_installation_give_acme_failure(struct acme_installation *installation)
{
	return &installation->enrollment->failure;
}
