/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of standby.flow. */
#include "client/certificate/standby.h"

#include "client/enrollment/enrollment.h"

struct sm *
acme_standby_prepare(struct acme_standby *standby,
		     struct acme_enrollment *enrollment)
{
	*standby = (struct acme_standby){ .enrollment = enrollment };
	standby_sm_init(&standby->sm, standby);
	return &standby->sm.sm;
}

bool
acme_standby_newly(const struct acme_standby *standby,
		   const struct acme_lease_acquired *acquired)
{
	(void)standby;
	return acquired && acquired->newly;
}

bool
acme_standby_newer(const struct acme_standby *standby,
		   const struct acme_stored *stored)
{
	const struct acme_enrollment *a = standby->enrollment;

	return acme_live_pair_is_newer(stored, &a->served,
				       a->port->now_s(a->port));
}

void
acme_standby_ask_lease(struct acme_standby *standby,
		       const struct sm_requester *requester)
{
	struct acme_port *port = standby->enrollment->port;

	port->ask_lease(port, requester);
}

void
acme_standby_load_pair(struct acme_standby *standby,
		       const struct sm_requester *requester)
{
	struct acme_port *port = standby->enrollment->port;

	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_standby_note_denied(struct acme_standby *standby)
{
	acme_fault_set(&standby->enrollment->failure.fault, ACME_ERR_EXISTS,
		       "another process with the same files may order it");
}

void
acme_standby_note_timeout(struct acme_standby *standby, const char *sentence)
{
	acme_enrollment_note_slow(standby->enrollment, sentence);
}

struct sm *
acme_standby_waiting(struct acme_standby *standby)
{
	return acme_enrollment_remind(standby->enrollment, &standby->told,
				      ACME_LOG_NOTICE,
				      "waiting for a new certificate");
}
