/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of foreign.flow. */
#include "client/certificate/foreign.h"

#include "client/enrollment/enrollment.h"

struct sm *
acme_foreign_prepare(struct acme_foreign *foreign,
		     struct acme_enrollment *enrollment)
{
	*foreign = (struct acme_foreign){ .enrollment = enrollment };
	foreign_sm_init(&foreign->sm, foreign);
	return &foreign->sm.sm;
}

struct sm *
acme_foreign_install(struct acme_foreign *foreign)
{
	return acme_installation_prepare(&foreign->installation,
					 foreign->enrollment);
}

bool
acme_foreign_is_foreign(const struct acme_foreign *foreign)
{
	struct acme_port *port = foreign->enrollment->port;

	return port->kept_by(port);
}

/* Is it another pair than the one that is served? */
bool
acme_foreign_differs(const struct acme_foreign *foreign,
		     const struct acme_stored *stored)
{
	const struct acme_live_pair *pair = &foreign->enrollment->pair;
	return stored && (!acme_span_equal(acme_buf_span(&stored->chain),
					   acme_buf_span(&pair->chain)) ||
			  !acme_span_equal(acme_buf_span(&stored->key.buf),
					   acme_buf_span(&pair->key_pem.buf)));
}

/* The wall clock may jump. */
uint64_t
acme_foreign_rest_us(const struct acme_foreign *foreign)
{
	const struct acme_enrollment *a = foreign->enrollment;

	return acme_positive_us(a->pair.info.not_after_s -
				a->port->now_s(a->port));
}

void
acme_foreign_look_for_owner(struct acme_foreign *foreign,
			    const struct sm_requester *requester)
{
	struct acme_port *port = foreign->enrollment->port;

	port->look_for_owner(port, requester);
}

void
acme_foreign_load_pair(struct acme_foreign *foreign,
		       const struct sm_requester *requester)
{
	struct acme_port *port = foreign->enrollment->port;

	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_foreign_keep_pair(struct acme_foreign *foreign, struct acme_stored *stored)
{
	acme_enrollment_take_pair(foreign->enrollment, stored);
}

void
acme_foreign_note_fault(struct acme_foreign *foreign,
			const struct acme_fault *fault)
{
	acme_enrollment_note_fault(foreign->enrollment, fault);
}

/* The next fault is a new one. */
void
acme_foreign_note_served(struct acme_foreign *foreign)
{
	foreign->told = (struct acme_told){ .reason = 0 };
	acme_enrollment_note_served(foreign->enrollment, NULL);
}

static const char *
owner(const struct acme_enrollment *enrollment)
{
	return enrollment->port->kept_by(enrollment->port);
}

/* Two lines: each is whole where a log cuts long ones. */
static void
log_pair(const struct acme_enrollment *a, enum acme_log_level level,
	 const char *how)
{
	acme_live_pair_log(&a->pair, acme_enrollment_name(a), level,
			   "%s; %s keeps its files and renews it, and they are "
			   "never written here",
			   how, owner(a));
	acme_log(level,
		 "%s: to have certificates got here, give cert-path and "
		 "key-path of your own, such as /etc/acme/crt.pem, and stop %s "
		 "for these names",
		 acme_enrollment_name(a), owner(a));
}

void
acme_foreign_log_served(struct acme_foreign *foreign)
{
	log_pair(foreign->enrollment, ACME_LOG_NOTICE, "is served");
}

void
acme_foreign_warn_expired(struct acme_foreign *foreign)
{
	log_pair(foreign->enrollment, ACME_LOG_ERR,
		 "has expired, and is served on");
}

struct sm *
acme_foreign_owner_unknown(struct acme_foreign *foreign)
{
	struct acme_enrollment *a = foreign->enrollment;

	return acme_enrollment_remind(
		a, &a->told, ACME_LOG_WARN,
		"cannot tell whether another ACME client keeps the "
		"certificate's files, trying again and writing nothing "
		"meanwhile");
}

struct sm *
acme_foreign_not_served(struct acme_foreign *foreign)
{
	struct acme_enrollment *a = foreign->enrollment;

	return acme_enrollment_remind(
		a, &foreign->told, ACME_LOG_ERR,
		"cannot serve the certificate of %s, trying again", owner(a));
}

void
acme_foreign_note_timeout(struct acme_foreign *foreign, const char *sentence)
{
	acme_enrollment_note_slow(foreign->enrollment, sentence);
}
