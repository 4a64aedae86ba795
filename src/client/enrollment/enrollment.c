/* SPDX-License-Identifier: MIT */
/*
 * The parts of an enrollment are set, noted and reported here; its flows decide
 * when.
 */
#include "client/enrollment/enrollment.h"

#include <string.h>

void
acme_enrollment_init(struct acme_enrollment *enrollment,
		     struct acme_account *account, struct acme_config *config,
		     struct acme_port *port)
{
	*enrollment = (struct acme_enrollment){
		.account = account,
		.config = acme_config_ref(config),
		.port = port,
		.account_ref = { .port = port },
		.publications = { .port = port, .loop = account->ca.loop },
	};
	acme_live_pair_init(&enrollment->pair);
}

void
acme_enrollment_clear(struct acme_enrollment *enrollment)
{
	acme_account_ref_release(&enrollment->account_ref);
	while (enrollment->publications.first)
		acme_publication_stop(enrollment->publications.first);
	acme_state_clear(&enrollment->state);
	acme_live_pair_clear(&enrollment->pair);
	acme_config_unref(enrollment->config);
}

void
acme_enrollment_set_tags(struct acme_enrollment *enrollment)
{
	if (acme_state_tags(enrollment->config,
			    acme_buf_span(&enrollment->account->thumbprint),
			    enrollment->port->pair, &enrollment->tags))
		enrollment->tags = (struct acme_state_tags){ .record = "" };
}

void
acme_enrollment_save_state(struct acme_enrollment *enrollment,
			   const struct sm_requester *requester)
{
	struct acme_buf json = ACME_BUF_INIT(ACME_STATE_MAX);
	struct acme_port *port = enrollment->port;

	memcpy(enrollment->state.wanted, enrollment->tags.wanted,
	       sizeof(enrollment->state.wanted));
	if (!enrollment->tags.record[0] ||
	    acme_state_write(&enrollment->state, &json))
		sm_post(requester->sm, requester->failed, NULL);
	else
		port->store_put(port, ACME_RECORD_STATE,
				enrollment->tags.record, acme_buf_span(&json),
				requester);
	acme_buf_clear(&json);
}

const char *
acme_enrollment_name(const struct acme_enrollment *enrollment)
{
	return enrollment->config->names[0];
}

void
acme_enrollment_take_pair(struct acme_enrollment *enrollment,
			  struct acme_stored *stored)
{
	if (!stored)
		return;
	acme_live_pair_set(&enrollment->pair, &stored->key, &stored->chain);
	enrollment->pair.unstored.err = ACME_OK;
	acme_stored_free(stored);
}

void
acme_enrollment_note_served(struct acme_enrollment *enrollment,
			    const struct acme_cert_info *info)
{
	if (info)
		enrollment->served = *info;
	else if (enrollment->pair.info.not_after_s)
		enrollment->served = enrollment->pair.info;
}

void
acme_enrollment_note_fault(struct acme_enrollment *enrollment,
			   const struct acme_fault *fault)
{
	acme_fault_copy(&enrollment->refusal.fault, fault);
}

void
acme_enrollment_note_refusal(struct acme_enrollment *enrollment,
			     const struct acme_refusal *refusal)
{
	enrollment->refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
	if (refusal)
		enrollment->refusal = *refusal;
	else
		acme_fault_copy(&enrollment->refusal.fault, NULL);
}

void
acme_enrollment_note_slow(struct acme_enrollment *enrollment, const char *what)
{
	acme_fault_set(&enrollment->refusal.fault, ACME_ERR_SYSTEM, "%s", what);
}

void
acme_enrollment_note_issued(struct acme_enrollment *enrollment)
{
	if (strcmp(enrollment->served.serial, enrollment->issued) != 0)
		memcpy(enrollment->state.replaced, enrollment->served.serial,
		       sizeof(enrollment->state.replaced));
	memcpy(enrollment->state.certificate, enrollment->issued,
	       sizeof(enrollment->state.certificate));
	memcpy(enrollment->state.origin, enrollment->tags.origin,
	       sizeof(enrollment->state.origin));
}

void
acme_enrollment_warn_unsaved(const struct acme_enrollment *enrollment,
			     const struct acme_fault *fault)
{
	struct acme_fault why;

	if (!enrollment->tags.record[0])
		return;
	acme_fault_copy(&why, fault);
	acme_log(ACME_LOG_WARN, "%s: cannot save the state file: %s",
		 acme_enrollment_name(enrollment), why.text);
}

void
acme_enrollment_forget_order(struct acme_enrollment *enrollment)
{
	acme_state_set_url(&enrollment->state.order_url, ACME_SPAN(""));
	enrollment->state.replaced[0] = '\0';
}

void
acme_enrollment_warn(const struct acme_enrollment *enrollment, const char *what)
{
	acme_log(ACME_LOG_WARN, "%s: %s: %s", acme_enrollment_name(enrollment),
		 what, enrollment->refusal.fault.text);
}

void
acme_enrollment_report(const struct acme_enrollment *enrollment,
		       enum acme_progress progress, const char *text)
{
	enrollment->port->report(enrollment->port, progress, text);
}

void
acme_enrollment_note_dates(struct acme_enrollment *enrollment, const char *what,
			   int64_t at_s)
{
	char at[ACME_CERT_TIME_MAX], now[ACME_CERT_TIME_MAX];

	acme_cert_time_text(at_s, at);
	acme_cert_time_text(enrollment->port->now_s(enrollment->port), now);
	acme_fault_set(
		&enrollment->refusal.fault, ACME_ERR_INVALID,
		"issued certificate: it %s %s, and the system clock says %s",
		what, at, now);
}
