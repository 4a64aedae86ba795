/* SPDX-License-Identifier: MIT */
/* The guards and actions of issuance.flow. */
#include "client/certificate/issuance.h"

#include "client/jobs.h"
#include "client/order/enrollment.h"
#include "client/problem_policy.h"

#include <string.h>

struct sm *
acme_issuance_prepare(struct acme_issuance *issuance,
		      struct acme_applicant *applicant)
{
	*issuance = (struct acme_issuance){ .applicant = applicant };
	issuance_sm_init(&issuance->sm, issuance);
	return &issuance->sm.sm;
}

/* Runs */

struct sm *
acme_issuance_order(struct acme_issuance *issuance)
{
	acme_credential_init(&issuance->credential, issuance->applicant);
	return acme_v2_prepare(&issuance->order, issuance->applicant,
			       &issuance->credential);
}

struct sm *
acme_issuance_order_v1(struct acme_issuance *issuance)
{
	acme_credential_init(&issuance->credential, issuance->applicant);
	return acme_v1_prepare(&issuance->order_v1, issuance->applicant,
			       &issuance->credential);
}

struct sm *
acme_issuance_salvage(struct acme_issuance *issuance)
{
	return acme_storage_prepare(&issuance->storage, issuance->applicant);
}

struct sm *
acme_issuance_store(struct acme_issuance *issuance)
{
	return acme_storage_prepare(&issuance->storage, issuance->applicant);
}

struct sm *
acme_issuance_install(struct acme_issuance *issuance)
{
	return acme_installation_prepare(&issuance->installation,
					 issuance->applicant);
}

/* Guards and durations */

bool
acme_issuance_unstored(const struct acme_issuance *issuance)
{
	return issuance->applicant->pair.unstored.err;
}

bool
acme_issuance_was_writable(const struct acme_issuance *issuance)
{
	return issuance->applicant->was_writable;
}

bool
acme_issuance_speaks_v2(const struct acme_issuance *issuance)
{
	return issuance->applicant->ca->directory.new_order;
}

bool
acme_issuance_for_operator(const struct acme_issuance *issuance,
			   const struct acme_refusal *refusal)
{
	(void)issuance;
	return refusal &&
	       (refusal->for_operator || acme_advice(refusal->problem));
}

bool
acme_issuance_is_new(const struct acme_issuance *issuance,
		     const struct acme_cert_info *info)
{
	return !strcmp(info->serial, issuance->applicant->issued);
}

/* What came, and is not taken yet, is valid that long. */
uint64_t
acme_issuance_issued_rest_us(const struct acme_issuance *issuance)
{
	struct acme_port *port = issuance->applicant->port;

	return acme_positive_us(issuance->issued.not_after_s -
				port->now_s(port));
}

/* Until it begins to be valid. */
uint64_t
acme_issuance_issued_ahead_us(const struct acme_issuance *issuance)
{
	struct acme_port *port = issuance->applicant->port;

	return acme_positive_us(issuance->issued.not_before_s -
				port->now_s(port));
}

/* Questions */

void
acme_issuance_try_paths(struct acme_issuance *issuance,
			const struct sm_requester *requester)
{
	struct acme_port *port = issuance->applicant->port;

	port->store_try(port, requester);
}

void
acme_issuance_ask_account(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_applicant *a = issuance->applicant;

	acme_hold_ask_account(&a->hold, a->ca, NULL, requester);
}

void
acme_issuance_ask_another_account(struct acme_issuance *issuance,
				  const struct sm_requester *requester)
{
	struct acme_applicant *a = issuance->applicant;

	acme_hold_ask_account(&a->hold, a->ca, a->state.account_url, requester);
}

void
acme_issuance_check_chain(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_applicant *a = issuance->applicant;

	acme_job_check_chain(a->port,
			     acme_buf_span(&issuance->credential.chain),
			     issuance->credential.key, a->config, requester);
}

/* From now on a restart that finds it served has nothing to do. */
void
acme_issuance_save_issued(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_applicant *a = issuance->applicant;

	acme_applicant_note_issued(a);
	acme_applicant_save_state(a, requester);
}

void
acme_issuance_probe(struct acme_issuance *issuance,
		    const struct sm_requester *requester)
{
	struct acme_port *port = issuance->applicant->port;

	port->probe(port, requester);
}

/* What is kept */

void
acme_issuance_keep_account(struct acme_issuance *issuance)
{
	struct acme_applicant *a = issuance->applicant;

	acme_state_set_url(&a->state.account_url, acme_span_str(a->hold.url));
}

void
acme_issuance_release_account(struct acme_issuance *issuance)
{
	acme_hold_release(&issuance->applicant->hold);
}

/* As it is to be served and stored, from here on. */
void
acme_issuance_keep_checked(struct acme_issuance *issuance,
			   struct acme_issued *issued)
{
	acme_buf_clear(&issuance->credential.chain);
	issuance->credential.chain = issued->chain;
	issued->chain = (struct acme_buf)ACME_BUF_INIT(0);
	issuance->issued = issued->info;
}

void
acme_issuance_take_order(struct acme_issuance *issuance)
{
	struct acme_credential *credential = &issuance->credential;
	struct acme_applicant *a = issuance->applicant;

	memcpy(a->issued, issuance->issued.serial, sizeof(a->issued));
	acme_live_pair_set(&a->pair, &credential->key_pem, &credential->chain);
}

void
acme_issuance_end_order(struct acme_issuance *issuance)
{
	acme_v2_clear(&issuance->order);
	acme_v1_clear(&issuance->order_v1);
	acme_credential_clear(&issuance->credential);
}

void
acme_issuance_forget_order(struct acme_issuance *issuance)
{
	acme_applicant_forget_order(issuance->applicant);
}

void
acme_issuance_note_writable(struct acme_issuance *issuance)
{
	issuance->applicant->was_writable = true;
}

/* What is noted of a failure, and said */

void
acme_issuance_report_started(struct acme_issuance *issuance)
{
	struct acme_applicant *a = issuance->applicant;

	a->refusal.retry_after.told = false;
	acme_log(ACME_LOG_NOTICE, "%s: asking %s for a certificate",
		 acme_applicant_name(a), a->config->directory_url);
	acme_applicant_report(a, ACME_PROGRESS_STARTED,
			      a->config->directory_url);
}

/* Each event that leads here carries a fault. */
void
acme_issuance_note_fault(struct acme_issuance *issuance,
			 const struct acme_fault *fault)
{
	acme_applicant_note_fault(issuance->applicant, fault);
}

void
acme_issuance_note_refusal(struct acme_issuance *issuance,
			   const struct acme_refusal *refusal)
{
	acme_applicant_note_refusal(issuance->applicant, refusal);
}

void
acme_issuance_note_not_yet_valid(struct acme_issuance *issuance)
{
	acme_applicant_note_dates(issuance->applicant, "is not valid before",
				  issuance->issued.not_before_s);
}

void
acme_issuance_note_no_life(struct acme_issuance *issuance)
{
	acme_applicant_note_dates(
		issuance->applicant,
		acme_issuance_issued_rest_us(issuance)
			? "is too short-lived to be renewed in time: it "
			  "expires at"
			: "expired at",
		issuance->issued.not_after_s);
}

void
acme_issuance_note_served(struct acme_issuance *issuance,
			  const struct acme_cert_info *info)
{
	acme_applicant_note_served(issuance->applicant, info);
}

void
acme_issuance_note_unprobed(struct acme_issuance *issuance)
{
	acme_applicant_note_served(issuance->applicant, NULL);
}

void
acme_issuance_note_unserved(struct acme_issuance *issuance,
			    const struct acme_fault *fault)
{
	struct acme_applicant *a = issuance->applicant;

	a->served = (struct acme_cert_info){ .not_after_s = 0 };
	acme_applicant_note_fault(a, fault);
}

void
acme_issuance_note_other_served(struct acme_issuance *issuance,
				const struct acme_cert_info *info)
{
	struct acme_applicant *a = issuance->applicant;

	acme_applicant_note_served(a, info);
	acme_fault_set(&a->refusal.fault, ACME_ERR_INVALID,
		       "certificate %s was installed, but %s is served",
		       a->issued, a->served.serial);
}

void
acme_issuance_warn_unseen(struct acme_issuance *issuance)
{
	const struct acme_applicant *a = issuance->applicant;

	acme_log(ACME_LOG_WARN,
		 "%s: certificate %s is installed; whether visitors get it "
		 "could not be seen, and is looked at again",
		 acme_applicant_name(a), a->pair.info.serial);
}

void
acme_issuance_warn_unsaved(struct acme_issuance *issuance,
			   const struct acme_fault *fault)
{
	acme_applicant_warn_unsaved(issuance->applicant, fault);
}

void
acme_issuance_note_timeout(struct acme_issuance *issuance, const char *sentence)
{
	acme_applicant_note_slow(issuance->applicant, sentence);
}

struct acme_refusal *
acme_issuance_give_acme_refusal(struct acme_issuance *issuance)
{
	return &issuance->applicant->refusal;
}
