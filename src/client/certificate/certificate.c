/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of certificate.flow. */
#include "client/certificate/certificate.h"

#include "client/certificate/certificate_private.h"

#include <stdlib.h>

struct acme_certificate *
acme_certificate_new(struct acme_config *config, struct acme_account *account,
		     struct acme_port *port)
{
	struct acme_certificate *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	certificate_sm_init(&c->sm, c);
	acme_enrollment_init(&c->enrollment, account, config, port);
	return c;
}

void
acme_certificate_start(struct acme_certificate *c)
{
	sm_start(&c->sm.sm, c->enrollment.account->ca.loop);
}

void
acme_certificate_free(struct acme_certificate *c)
{
	if (!c)
		return;
	sm_stop(&c->sm.sm);
	acme_enrollment_clear(&c->enrollment);
	free(c);
}

/* Runs */

struct sm *
acme_certificate_foreign_pair(struct acme_certificate *c)
{
	return acme_foreign_prepare(&c->run.foreign, &c->enrollment);
}

struct sm *
acme_certificate_startup(struct acme_certificate *c)
{
	return acme_startup_prepare(&c->run.startup, &c->enrollment);
}

struct sm *
acme_certificate_take(struct acme_certificate *c)
{
	return acme_installation_prepare(&c->run.installation, &c->enrollment);
}

struct sm *
acme_certificate_store(struct acme_certificate *c)
{
	return acme_storage_prepare(&c->run.storage, &c->enrollment);
}

struct sm *
acme_certificate_standby(struct acme_certificate *c)
{
	return acme_standby_prepare(&c->run.standby, &c->enrollment);
}

struct sm *
acme_certificate_issuance(struct acme_certificate *c)
{
	return acme_issuance_prepare(&c->run.issuance, &c->enrollment);
}

/* Guards and durations */

/* The state's tag comes of the account's key. */
bool
acme_certificate_keyed(const struct acme_certificate *c)
{
	return c->enrollment.tags.pair[0];
}

bool
acme_certificate_newly(const struct acme_certificate *c,
		       const struct acme_lease_acquired *acquired)
{
	(void)c;
	return acquired && acquired->newly;
}

bool
acme_certificate_newer(const struct acme_certificate *c,
		       const struct acme_stored *stored)
{
	const struct acme_enrollment *a = &c->enrollment;

	return acme_live_pair_is_newer(stored, &a->served,
				       a->port->now_s(a->port));
}

bool
acme_certificate_unstored(const struct acme_certificate *c)
{
	return c->enrollment.pair.unstored.err;
}

enum acme_problem_type
acme_certificate_problem(const struct acme_certificate *c)
{
	return c->enrollment.failure.problem;
}

bool
acme_certificate_has_retry_after(const struct acme_certificate *c)
{
	return c->enrollment.failure.retry_after.given;
}

/* The exchange has waited for a short one already, again and again; what is
 * wrong then calls for our own backoff, which grows. */
uint64_t
acme_certificate_retry_after_us(const struct acme_certificate *c)
{
	return acme_retry_after_us(&c->enrollment.failure.retry_after);
}

/* Requests */

void
acme_certificate_ask_lease(struct acme_certificate *c,
			   const struct sm_requester *requester)
{
	struct acme_port *port = c->enrollment.port;

	port->ask_lease(port, requester);
}

void
acme_certificate_load_pair(struct acme_certificate *c,
			   const struct sm_requester *requester)
{
	struct acme_port *port = c->enrollment.port;

	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_certificate_probe(struct acme_certificate *c,
		       const struct sm_requester *requester)
{
	struct acme_port *port = c->enrollment.port;

	port->probe(port, requester);
}

/* What is kept and noted */

void
acme_certificate_keep_pair(struct acme_certificate *c,
			   struct acme_stored *stored)
{
	acme_enrollment_take_pair(&c->enrollment, stored);
}

void
acme_certificate_note_served(struct acme_certificate *c,
			     const struct acme_cert_info *info)
{
	acme_enrollment_note_served(&c->enrollment, info);
}

/* By what was seen last, or else by the pair that we have. */
void
acme_certificate_note_not_probed(struct acme_certificate *c)
{
	acme_enrollment_note_served(&c->enrollment, NULL);
}

void
acme_certificate_note_no_certificate(struct acme_certificate *c,
				     const struct acme_fault *fault)
{
	acme_enrollment_note_none_served(&c->enrollment);
	acme_enrollment_note_fault(&c->enrollment, fault);
}

void
acme_certificate_note_due_at_once(struct acme_certificate *c)
{
	acme_enrollment_note_dates(
		&c->enrollment,
		"is served, and due for renewal already: it expires at",
		c->enrollment.served.not_after_s);
}

void
acme_certificate_note_no_life(struct acme_certificate *c)
{
	acme_enrollment_note_dates(&c->enrollment,
				   "is too short-lived to be renewed in time: "
				   "it expires at",
				   c->enrollment.served.not_after_s);
}

/* What is said */

void
acme_certificate_report_issued(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;
	const struct acme_cert_info *served = &a->served;

	acme_log(ACME_LOG_NOTICE, "%s: serving certificate %s of %s, %u name%s",
		 acme_enrollment_name(a), served->serial, served->issuer,
		 served->n_names, served->n_names == 1 ? "" : "s");
	acme_enrollment_report(a, ACME_PROGRESS_ISSUED, served->serial);
}

void
acme_certificate_report_taken(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	acme_log(ACME_LOG_NOTICE,
		 "%s: serving certificate %s of %s, which another process got",
		 acme_enrollment_name(a), a->pair.info.serial,
		 a->pair.info.issuer);
	acme_enrollment_report(a, ACME_PROGRESS_ISSUED, a->pair.info.serial);
}

void
acme_certificate_report_idle(struct acme_certificate *c)
{
	acme_enrollment_report(&c->enrollment, ACME_PROGRESS_IDLE,
			       c->enrollment.served.serial);
}

struct sm *
acme_certificate_not_taken(struct acme_certificate *c)
{
	return acme_enrollment_remind(&c->enrollment, &c->enrollment.told,
				      ACME_LOG_WARN,
				      "cannot serve the certificate that "
				      "another process got");
}

void
acme_certificate_forget_told(struct acme_certificate *c)
{
	c->enrollment.told = (struct acme_told){ .reason = 0 };
	c->reason_told.log = NULL;
}

void
acme_certificate_note_fault(struct acme_certificate *c,
			    const struct acme_fault *fault)
{
	acme_enrollment_note_fault(&c->enrollment, fault);
}

void
acme_certificate_note_timeout(struct acme_certificate *c, const char *sentence)
{
	acme_enrollment_note_slow(&c->enrollment, sentence);
}

/* Without a pair of ours there is nothing that they could get. */
void
acme_certificate_warn_not_probed(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	if (a->pair.info.not_after_s)
		acme_log(acme_enrollment_level(a, ACME_LOG_WARN),
			 "%s: cannot check whether clients get certificate %s: "
			 "%s; it is installed and assumed to be served",
			 acme_enrollment_name(a), a->pair.info.serial,
			 a->failure.fault.text);
}
