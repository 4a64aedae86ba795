/* SPDX-License-Identifier: MIT */
/* The guards and actions of installation.flow. */
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

bool
acme_installation_own_fault(const struct acme_installation *installation,
			    const struct acme_fault *fault)
{
	(void)installation;
	return acme_fault_is_own(fault);
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

void
acme_installation_warn_waiting(struct acme_installation *installation)
{
	const struct acme_enrollment *a = installation->enrollment;

	acme_log(ACME_LOG_WARN,
		 "%s: cannot install certificate %s in the running server, "
		 "trying again: %s",
		 acme_enrollment_name(a), a->pair.info.serial,
		 a->refusal.fault.text);
}

void
acme_installation_note_timeout(struct acme_installation *installation,
			       const char *sentence)
{
	acme_enrollment_note_slow(installation->enrollment, sentence);
}

struct acme_refusal *
acme_installation_give_acme_refusal(struct acme_installation *installation)
{
	return &installation->enrollment->refusal;
}
