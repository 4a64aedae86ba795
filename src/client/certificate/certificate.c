/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow.
 */
#include "client/certificate/certificate_private.h"

#include <stdlib.h>

struct acme_certificate *
acme_certificate_new(struct acme_config *config, struct acme_ca *ca,
		     struct acme_port *port)
{
	struct acme_certificate *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	certificate_sm_init(&c->sm, c);
	acme_applicant_init(&c->applicant, ca, config, port);
	return c;
}

void
acme_certificate_start(struct acme_certificate *c)
{
	sm_start(&c->sm.sm, c->applicant.ca->loop);
}

void
acme_certificate_free(struct acme_certificate *c)
{
	if (!c)
		return;
	sm_stop(&c->sm.sm);
	acme_applicant_clear(&c->applicant);
	free(c);
}

/* Runs */

struct sm *
acme_certificate_foreign_pair(struct acme_certificate *c)
{
	return acme_foreign_prepare(&c->run.foreign, &c->applicant);
}

struct sm *
acme_certificate_startup(struct acme_certificate *c)
{
	return acme_startup_prepare(&c->run.startup, &c->applicant);
}

struct sm *
acme_certificate_take(struct acme_certificate *c)
{
	return acme_installation_prepare(&c->run.installation, &c->applicant);
}

struct sm *
acme_certificate_store(struct acme_certificate *c)
{
	return acme_storage_prepare(&c->run.storage, &c->applicant);
}

struct sm *
acme_certificate_standby(struct acme_certificate *c)
{
	return acme_standby_prepare(&c->run.standby, &c->applicant);
}

struct sm *
acme_certificate_issuance(struct acme_certificate *c)
{
	return acme_issuance_prepare(&c->run.issuance, &c->applicant);
}

/* Guards and durations */

bool
acme_certificate_foreign(const struct acme_certificate *c)
{
	struct acme_port *port = c->applicant.port;

	return port->kept_by(port);
}

/* The state's tag comes of the account's key. */
bool
acme_certificate_keyed(const struct acme_certificate *c)
{
	return c->applicant.tags.record[0];
}

bool
acme_certificate_gained(const struct acme_certificate *c,
			const struct acme_turn *turn)
{
	(void)c;
	return turn && turn->gained;
}

bool
acme_certificate_newer(const struct acme_certificate *c,
		       const struct acme_stored *stored)
{
	const struct acme_applicant *a = &c->applicant;

	return acme_live_pair_is_newer(stored, &a->served,
				       a->port->now_s(a->port));
}

bool
acme_certificate_unstored(const struct acme_certificate *c)
{
	return c->applicant.pair.unstored.err;
}

/* A limit whose end the CA said is obeyed by t_backoff. */
bool
acme_certificate_rate_limited(const struct acme_certificate *c)
{
	const struct acme_refusal *refusal = &c->applicant.refusal;

	return refusal->problem == ACME_PROBLEM_RATE_LIMITED &&
	       !refusal->retry_after.told;
}

/* The exchange has waited for a short one already, again and again; what is
 * wrong then calls for our own backoff, which grows. */
uint64_t
acme_certificate_retry_after_us(const struct acme_certificate *c)
{
	return acme_retry_after_us(&c->applicant.refusal.retry_after);
}

/* Questions */

void
acme_certificate_ask_lease(struct acme_certificate *c,
			   const struct sm_requester *requester)
{
	struct acme_port *port = c->applicant.port;

	port->ask_lease(port, requester);
}

void
acme_certificate_load_pair(struct acme_certificate *c,
			   const struct sm_requester *requester)
{
	struct acme_port *port = c->applicant.port;

	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_certificate_probe(struct acme_certificate *c,
		       const struct sm_requester *requester)
{
	struct acme_port *port = c->applicant.port;

	port->probe(port, requester);
}

/* What is kept and noted */

void
acme_certificate_keep_pair(struct acme_certificate *c,
			   struct acme_stored *stored)
{
	acme_applicant_take_pair(&c->applicant, stored);
}

void
acme_certificate_note_served(struct acme_certificate *c,
			     const struct acme_cert_info *info)
{
	acme_applicant_note_served(&c->applicant, info);
}

/* By what was seen last, or else by the pair that we have. */
void
acme_certificate_note_unprobed(struct acme_certificate *c)
{
	acme_applicant_note_served(&c->applicant, NULL);
}

void
acme_certificate_note_unserved(struct acme_certificate *c,
			       const struct acme_fault *fault)
{
	c->applicant.served = (struct acme_cert_info){ .not_after_s = 0 };
	acme_applicant_note_fault(&c->applicant, fault);
}

void
acme_certificate_note_due_at_once(struct acme_certificate *c)
{
	acme_applicant_note_dates(
		&c->applicant,
		"is served, and due for renewal already: it expires at",
		c->applicant.served.not_after_s);
}

void
acme_certificate_note_no_life(struct acme_certificate *c)
{
	acme_applicant_note_dates(&c->applicant,
				  "is too short-lived to be renewed in time: "
				  "it expires at",
				  c->applicant.served.not_after_s);
}

/* What is said */

void
acme_certificate_report_issued(struct acme_certificate *c)
{
	const struct acme_applicant *a = &c->applicant;
	const struct acme_cert_info *served = &a->served;

	acme_log(ACME_LOG_NOTICE, "%s: serving certificate %s of %s, %u name%s",
		 acme_applicant_name(a), served->serial, served->issuer,
		 served->n_names, served->n_names == 1 ? "" : "s");
	acme_applicant_report(a, ACME_PROGRESS_ISSUED, served->serial);
}

void
acme_certificate_report_taken(struct acme_certificate *c)
{
	const struct acme_applicant *a = &c->applicant;

	acme_log(ACME_LOG_NOTICE,
		 "%s: serving certificate %s of %s, which another process got",
		 acme_applicant_name(a), a->pair.info.serial,
		 a->pair.info.issuer);
	acme_applicant_report(a, ACME_PROGRESS_ISSUED, a->pair.info.serial);
}

void
acme_certificate_warn_untaken(struct acme_certificate *c)
{
	acme_applicant_warn(&c->applicant,
			    "a certificate that another process got is not "
			    "served");
}

void
acme_certificate_tell_adopted(struct acme_certificate *c)
{
	const struct acme_applicant *a = &c->applicant;

	acme_live_pair_log(&a->pair, acme_applicant_name(a), ACME_LOG_NOTICE,
			   "is good, and kept: none is ordered");
}

void
acme_certificate_note_fault(struct acme_certificate *c,
			    const struct acme_fault *fault)
{
	acme_applicant_note_fault(&c->applicant, fault);
}

void
acme_certificate_note_timeout(struct acme_certificate *c, const char *sentence)
{
	acme_applicant_note_slow(&c->applicant, sentence);
}

/* Without a pair of ours there is nothing that they could get. */
void
acme_certificate_warn_unprobed(struct acme_certificate *c)
{
	const struct acme_applicant *a = &c->applicant;

	if (a->pair.info.not_after_s)
		acme_log(ACME_LOG_WARN,
			 "%s: whether visitors get certificate %s could not be "
			 "seen: %s; it is installed, so that they are assumed "
			 "to",
			 acme_applicant_name(a), a->pair.info.serial,
			 a->refusal.fault.text);
}
