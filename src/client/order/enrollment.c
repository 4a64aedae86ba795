/* SPDX-License-Identifier: MIT */
/* See enrollment.h. */
#include "client/order/enrollment.h"

#include "client/order/publication.h"

void
acme_applicant_init(struct acme_applicant *applicant, struct acme_ca *ca,
		    struct acme_config *config, struct acme_port *port)
{
	*applicant = (struct acme_applicant){
		.ca = ca,
		.config = acme_config_ref(config),
		.port = port,
	};
	acme_live_pair_init(&applicant->pair);
}

void
acme_applicant_clear(struct acme_applicant *applicant)
{
	acme_hold_release(&applicant->hold);
	while (applicant->publications)
		acme_publication_stop(applicant->publications);
	acme_state_clear(&applicant->state);
	acme_live_pair_clear(&applicant->pair);
	acme_config_unref(applicant->config);
}

void
acme_applicant_set_tags(struct acme_applicant *applicant)
{
	if (acme_state_tags(applicant->config,
			    acme_buf_span(&applicant->ca->thumbprint),
			    applicant->port->pair, &applicant->tags))
		applicant->tags = (struct acme_state_tags){ .record = "" };
}

void
acme_applicant_save_state(struct acme_applicant *applicant,
			  const struct acme_asker *asker)
{
	struct acme_buf json = ACME_BUF_INIT(ACME_STATE_MAX);
	struct acme_port *port = applicant->port;

	memcpy(applicant->state.wanted, applicant->tags.wanted,
	       sizeof(applicant->state.wanted));
	if (!applicant->tags.record[0] ||
	    acme_state_write(&applicant->state, &json))
		sm_post(asker->sm, asker->failed, NULL);
	else
		port->store_put(port, ACME_RECORD_STATE, applicant->tags.record,
				acme_buf_span(&json), asker);
	acme_buf_clear(&json);
}

const char *
acme_applicant_name(const struct acme_applicant *applicant)
{
	return applicant->config->names[0];
}

void
acme_applicant_take_pair(struct acme_applicant *applicant,
			 struct acme_stored *stored)
{
	if (!stored)
		return;
	acme_live_pair_set(&applicant->pair, &stored->key, &stored->chain);
	applicant->pair.unstored.err = ACME_OK;
	acme_stored_free(stored);
}

void
acme_applicant_note_served(struct acme_applicant *applicant,
			   const struct acme_cert_info *info)
{
	if (info)
		applicant->served = *info;
	else if (applicant->pair.info.not_after_s)
		applicant->served = applicant->pair.info;
}

void
acme_applicant_note_fault(struct acme_applicant *applicant,
			  const struct acme_fault *fault)
{
	acme_fault_copy(&applicant->refusal.fault, fault);
}

void
acme_applicant_note_refusal(struct acme_applicant *applicant,
			    const struct acme_refusal *refusal)
{
	applicant->refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
	if (refusal)
		applicant->refusal = *refusal;
	else
		acme_fault_copy(&applicant->refusal.fault, NULL);
}

void
acme_applicant_note_slow(struct acme_applicant *applicant, const char *what)
{
	acme_fault_set(&applicant->refusal.fault, ACME_ERR_SYSTEM, "%s", what);
}

void
acme_applicant_note_issued(struct acme_applicant *applicant)
{
	memcpy(applicant->state.certificate, applicant->issued,
	       sizeof(applicant->state.certificate));
	memcpy(applicant->state.origin, applicant->tags.origin,
	       sizeof(applicant->state.origin));
}

void
acme_applicant_warn_unsaved(const struct acme_applicant *applicant,
			    const struct acme_fault *fault)
{
	struct acme_fault why;

	if (!applicant->tags.record[0])
		return;
	acme_fault_copy(&why, fault);
	acme_log(ACME_LOG_WARN, "%s: a restart will not know of this: %s",
		 acme_applicant_name(applicant), why.text);
}

void
acme_applicant_forget_order(struct acme_applicant *applicant)
{
	acme_state_set_url(&applicant->state.order_url, ACME_SPAN(""));
}

void
acme_applicant_warn(const struct acme_applicant *applicant, const char *what)
{
	acme_log(ACME_LOG_WARN, "%s: %s: %s", acme_applicant_name(applicant),
		 what, applicant->refusal.fault.text);
}

void
acme_applicant_report(const struct acme_applicant *applicant,
		      enum acme_progress progress, const char *text)
{
	applicant->port->report(applicant->port, progress, text);
}

void
acme_applicant_note_dates(struct acme_applicant *applicant, const char *what,
			  int64_t at_s)
{
	char at[ACME_CERT_TIME_MAX], now[ACME_CERT_TIME_MAX];

	acme_cert_time_text(at_s, at);
	acme_cert_time_text(applicant->port->now_s(applicant->port), now);
	acme_fault_set(&applicant->refusal.fault, ACME_ERR_INVALID,
		       "what the CA issued: the certificate %s %s, and this "
		       "machine's clock says %s",
		       what, at, now);
}
