/* SPDX-License-Identifier: MIT */
/* The guards and actions of foreign.flow. */
#include "client/certificate/foreign.h"

#include "client/order/enrollment.h"

#define WHAT_MAX 1024 /* of a log's line */

struct sm *
acme_foreign_prepare(struct acme_foreign *foreign,
		     struct acme_applicant *applicant)
{
	*foreign = (struct acme_foreign){ .applicant = applicant };
	foreign_sm_init(&foreign->sm, foreign);
	return &foreign->sm.sm;
}

struct sm *
acme_foreign_install(struct acme_foreign *foreign)
{
	return acme_installation_prepare(&foreign->installation,
					 foreign->applicant);
}

/* Is it another pair than the one that is served? */
bool
acme_foreign_differs(const struct acme_foreign *foreign,
		     const struct acme_stored *stored)
{
	const struct acme_live_pair *pair = &foreign->applicant->pair;
	return stored && (!acme_span_equal(acme_buf_span(&stored->chain),
					   acme_buf_span(&pair->chain)) ||
			  !acme_span_equal(acme_buf_span(&stored->key.buf),
					   acme_buf_span(&pair->key_pem.buf)));
}

/* The wall clock may jump. */
uint64_t
acme_foreign_rest_us(const struct acme_foreign *foreign)
{
	const struct acme_applicant *a = foreign->applicant;

	return acme_positive_us(a->pair.info.not_after_s -
				a->port->now_s(a->port));
}

void
acme_foreign_load_pair(struct acme_foreign *foreign,
		       const struct sm_requester *requester)
{
	struct acme_port *port = foreign->applicant->port;

	port->store_get(port, ACME_RECORD_PAIR, NULL, requester);
}

void
acme_foreign_keep_pair(struct acme_foreign *foreign, struct acme_stored *stored)
{
	acme_applicant_take_pair(foreign->applicant, stored);
}

void
acme_foreign_note_fault(struct acme_foreign *foreign,
			const struct acme_fault *fault)
{
	acme_applicant_note_fault(foreign->applicant, fault);
}

static const char *
owner(const struct acme_applicant *applicant)
{
	return applicant->port->kept_by(applicant->port);
}

/* Two lines: each is whole where a log cuts long ones. */
static void
log_pair(const struct acme_applicant *a, enum acme_log_level level,
	 const char *how)
{
	struct acme_buf what = ACME_BUF_INIT(WHAT_MAX);

	if (acme_buf_addf(&what,
			  "%s; %s keeps its files and renews it, and they are "
			  "never written here",
			  how, owner(a)))
		return;
	acme_live_pair_log(&a->pair, acme_applicant_name(a), level, what.data);
	acme_buf_clear(&what);
	acme_log(level,
		 "%s: to have certificates got here, give cert-path and "
		 "key-path of your own, such as /etc/acme/crt.pem, and stop %s "
		 "for these names",
		 acme_applicant_name(a), owner(a));
}

void
acme_foreign_tell_served(struct acme_foreign *foreign)
{
	log_pair(foreign->applicant, ACME_LOG_NOTICE, "is served");
}

void
acme_foreign_warn_expired(struct acme_foreign *foreign)
{
	log_pair(foreign->applicant, ACME_LOG_ERR,
		 "has expired, and is served on");
}

void
acme_foreign_warn_unserved(struct acme_foreign *foreign)
{
	const struct acme_applicant *a = foreign->applicant;

	acme_log(ACME_LOG_ERR,
		 "%s: the certificate that %s keeps can't be served, which is "
		 "tried again: %s",
		 acme_applicant_name(a), owner(a), a->refusal.fault.text);
}

void
acme_foreign_note_timeout(struct acme_foreign *foreign, const char *sentence)
{
	acme_applicant_note_slow(foreign->applicant, sentence);
}
