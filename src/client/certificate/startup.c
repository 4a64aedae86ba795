/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of startup.flow. */
#include "client/certificate/startup.h"

#include "client/enrollment/enrollment.h"

struct sm *
acme_startup_prepare(struct acme_startup *startup,
		     struct acme_enrollment *enrollment)
{
	*startup = (struct acme_startup){ .enrollment = enrollment };
	startup_sm_init(&startup->sm, startup);
	return &startup->sm.sm;
}

struct sm *
acme_startup_restore(struct acme_startup *startup)
{
	return acme_installation_prepare(&startup->installation,
					 startup->enrollment);
}

enum acme_err
acme_startup_fault(const struct acme_startup *startup,
		   const struct acme_fault *fault)
{
	(void)startup;
	return acme_fault_class(fault);
}

/* Requests */

void
acme_startup_ask_lease(struct acme_startup *startup,
		       const struct sm_requester *requester)
{
	struct acme_port *port = startup->enrollment->port;

	port->ask_lease(port, requester);
}

void
acme_startup_load_pair(struct acme_startup *startup,
		       const struct sm_requester *requester)
{
	struct acme_port *port = startup->enrollment->port;

	startup->enrollment->unusable = false;
	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_startup_ask_key(struct acme_startup *startup,
		     const struct sm_requester *requester)
{
	struct acme_enrollment *a = startup->enrollment;

	acme_account_ref_ask_key(&a->account_ref, a->account, requester);
}

void
acme_startup_release_account(struct acme_startup *startup)
{
	acme_account_ref_release(&startup->enrollment->account_ref);
}

void
acme_startup_try_paths(struct acme_startup *startup,
		       const struct sm_requester *requester)
{
	struct acme_port *port = startup->enrollment->port;

	port->store_try(port, requester);
}

/* Answers */

void
acme_startup_keep_pair(struct acme_startup *startup, struct acme_stored *stored)
{
	acme_enrollment_take_pair(startup->enrollment, stored);
}

/* The server took it, and nobody has looked yet. */
void
acme_startup_note_restored(struct acme_startup *startup)
{
	acme_enrollment_note_served(startup->enrollment, NULL);
}

void
acme_startup_forget_pair(struct acme_startup *startup)
{
	startup->enrollment->unusable = true;
	acme_live_pair_clear(&startup->enrollment->pair);
}

void
acme_startup_keep_key(struct acme_startup *startup)
{
	acme_enrollment_set_tags(startup->enrollment);
}

void
acme_startup_note_writable(struct acme_startup *startup)
{
	startup->enrollment->was_writable = true;
}

void
acme_startup_note_fault(struct acme_startup *startup,
			const struct acme_fault *fault)
{
	acme_enrollment_note_fault(startup->enrollment, fault);
}

void
acme_startup_note_failure(struct acme_startup *startup,
			  const struct acme_failure *failure)
{
	acme_enrollment_note_failure(startup->enrollment, failure);
}

/* What is said */

struct sm *
acme_startup_not_read(struct acme_startup *startup)
{
	return acme_enrollment_remind(
		startup->enrollment, &startup->told, ACME_LOG_WARN,
		"cannot read the stored certificate, trying again and ordering "
		"no new one meanwhile");
}

void
acme_startup_warn_unusable(struct acme_startup *startup,
			   const struct acme_fault *fault)
{
	struct acme_enrollment *a = startup->enrollment;
	struct acme_fault why;

	acme_fault_copy(&why, fault);
	acme_log(acme_enrollment_level(a, ACME_LOG_WARN),
		 "%s: the stored certificate and key are unusable; "
		 "requesting new ones, deleting nothing: %s",
		 acme_enrollment_name(a), why.text);
}

/* A new one is ordered then, and clients get none until it is there. */
void
acme_startup_warn_refused(struct acme_startup *startup)
{
	acme_enrollment_warn(startup->enrollment,
			     "cannot serve the stored certificate");
}

void
acme_startup_warn_not_writable(struct acme_startup *startup,
			       const struct acme_fault *fault)
{
	struct acme_fault why;

	acme_fault_copy(&why, fault);
	acme_log(ACME_LOG_ERR,
		 "%s: storage is not writable, a renewed certificate would be "
		 "lost at a restart: %s",
		 acme_enrollment_name(startup->enrollment), why.text);
}

void
acme_startup_note_timeout(struct acme_startup *startup, const char *sentence)
{
	acme_enrollment_note_slow(startup->enrollment, sentence);
}

struct acme_failure *
acme_startup_give_acme_failure(struct acme_startup *startup)
{
	return &startup->enrollment->failure;
}
