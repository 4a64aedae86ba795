/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of issuance.flow. */
#include "client/certificate/issuance.h"

#include "client/enrollment/enrollment.h"
#include "client/jobs.h"

#include <string.h>

struct sm *
acme_issuance_prepare(struct acme_issuance *issuance,
		      struct acme_enrollment *enrollment)
{
	*issuance = (struct acme_issuance){ .enrollment = enrollment };
	issuance_sm_init(&issuance->sm, issuance);
	return &issuance->sm.sm;
}

/* Runs */

struct sm *
acme_issuance_order(struct acme_issuance *issuance)
{
	acme_order_csr_init(&issuance->order_csr, issuance->enrollment);
	return acme_v2_prepare(&issuance->order, issuance->enrollment,
			       &issuance->order_csr);
}

struct sm *
acme_issuance_order_v1(struct acme_issuance *issuance)
{
	acme_order_csr_init(&issuance->order_csr, issuance->enrollment);
	return acme_v1_prepare(&issuance->order_v1, issuance->enrollment,
			       &issuance->order_csr);
}

struct sm *
acme_issuance_store(struct acme_issuance *issuance)
{
	return acme_storage_prepare(&issuance->storage, issuance->enrollment);
}

struct sm *
acme_issuance_install(struct acme_issuance *issuance)
{
	return acme_installation_prepare(&issuance->installation,
					 issuance->enrollment);
}

/* Guards and durations */

bool
acme_issuance_unstored(const struct acme_issuance *issuance)
{
	return issuance->enrollment->pair.unstored.err;
}

bool
acme_issuance_was_writable(const struct acme_issuance *issuance)
{
	return issuance->enrollment->was_writable;
}

bool
acme_issuance_speaks_v2(const struct acme_issuance *issuance)
{
	return issuance->enrollment->account->ca.directory.new_order;
}

bool
acme_issuance_account_barred(const struct acme_issuance *issuance)
{
	return issuance->enrollment->failure.account_barred;
}

enum acme_problem_type
acme_issuance_problem(const struct acme_issuance *issuance)
{
	return issuance->enrollment->failure.problem;
}

/* Where memory was short for what was seen, it is as if it were not seen: what
 * was installed is assumed to be there. */
bool
acme_issuance_is_new(const struct acme_issuance *issuance,
		     const struct acme_cert_info *info)
{
	return !info || !strcmp(info->serial, issuance->enrollment->issued);
}

/* What came, and is not taken yet, is valid that long. */
uint64_t
acme_issuance_issued_rest_us(const struct acme_issuance *issuance)
{
	struct acme_port *port = issuance->enrollment->port;

	return acme_positive_us(issuance->issued.not_after_s -
				port->now_s(port));
}

/* Until it begins to be valid. */
uint64_t
acme_issuance_issued_ahead_us(const struct acme_issuance *issuance)
{
	struct acme_port *port = issuance->enrollment->port;

	return acme_positive_us(issuance->issued.not_before_s -
				port->now_s(port));
}

/* Requests */

void
acme_issuance_try_paths(struct acme_issuance *issuance,
			const struct sm_requester *requester)
{
	struct acme_port *port = issuance->enrollment->port;

	port->store_try(port, requester);
}

void
acme_issuance_ask_account(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_account_ref_ask_account(&a->account_ref, a->account, NULL,
				     requester);
}

void
acme_issuance_ask_new_account(struct acme_issuance *issuance,
			      const struct sm_requester *requester)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_account_ref_ask_account(&a->account_ref, a->account,
				     a->state.account_url, requester);
}

void
acme_issuance_check_chain(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_job_check_chain(a->port, acme_buf_span(&issuance->order_csr.chain),
			     issuance->order_csr.key, a->config, requester);
}

/* From now on a restart that finds it served has nothing to do. */
void
acme_issuance_save_issued(struct acme_issuance *issuance,
			  const struct sm_requester *requester)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_enrollment_note_issued(a);
	acme_enrollment_save_state(a, requester);
}

void
acme_issuance_probe(struct acme_issuance *issuance,
		    const struct sm_requester *requester)
{
	struct acme_port *port = issuance->enrollment->port;

	port->probe(port, requester);
}

/* What is kept */

void
acme_issuance_keep_account(struct acme_issuance *issuance)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_state_set_url(&a->state.account_url,
			   acme_span_str(a->account_ref.url));
}

void
acme_issuance_release_account(struct acme_issuance *issuance)
{
	acme_account_ref_release(&issuance->enrollment->account_ref);
}

/* One of them was made. */
void
acme_issuance_keep_challenge(struct acme_issuance *issuance)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_authorization_list_keep_challenge(&issuance->order.authorizations,
					       &a->state);
	acme_authorization_list_keep_challenge(
		&issuance->order_v1.authorizations, &a->state);
}

/* As it is to be served and stored, from here on. */
void
acme_issuance_keep_checked(struct acme_issuance *issuance,
			   struct acme_issued *issued)
{
	if (!issued)
		return;
	acme_buf_clear(&issuance->order_csr.chain);
	issuance->order_csr.chain = issued->chain;
	issued->chain = (struct acme_buf)ACME_BUF_INIT(0);
	issuance->issued = issued->info;
	acme_issued_free(issued);
}

void
acme_issuance_take_order(struct acme_issuance *issuance)
{
	struct acme_order_csr *order_csr = &issuance->order_csr;
	struct acme_enrollment *a = issuance->enrollment;

	memcpy(a->issued, issuance->issued.serial, sizeof(a->issued));
	acme_live_pair_set(&a->pair, &order_csr->key_pem, &order_csr->chain);
}

void
acme_issuance_end_order(struct acme_issuance *issuance)
{
	acme_v2_clear(&issuance->order);
	acme_v1_clear(&issuance->order_v1);
	acme_order_csr_clear(&issuance->order_csr);
}

void
acme_issuance_forget_order(struct acme_issuance *issuance)
{
	acme_enrollment_forget_order(issuance->enrollment);
}

void
acme_issuance_note_writable(struct acme_issuance *issuance)
{
	issuance->enrollment->was_writable = true;
}

/* What is noted of a failure, and said */

void
acme_issuance_report_started(struct acme_issuance *issuance)
{
	struct acme_enrollment *a = issuance->enrollment;

	a->failure.retry_after.given = false;
	acme_log(acme_enrollment_level(a, ACME_LOG_NOTICE),
		 "%s: asking %s for a certificate", acme_enrollment_name(a),
		 a->config->directory_url);
	acme_enrollment_report(a, ACME_PROGRESS_STARTED,
			       a->config->directory_url);
}

/* Each event that leads here carries a fault. */
void
acme_issuance_note_fault(struct acme_issuance *issuance,
			 const struct acme_fault *fault)
{
	acme_enrollment_note_fault(issuance->enrollment, fault);
}

void
acme_issuance_note_failure(struct acme_issuance *issuance,
			   const struct acme_failure *failure)
{
	acme_enrollment_note_failure(issuance->enrollment, failure);
}

void
acme_issuance_note_not_yet_valid(struct acme_issuance *issuance)
{
	acme_enrollment_note_dates(issuance->enrollment, "is not valid before",
				   issuance->issued.not_before_s);
}

void
acme_issuance_note_no_life(struct acme_issuance *issuance)
{
	acme_enrollment_note_dates(
		issuance->enrollment,
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
	acme_enrollment_note_served(issuance->enrollment, info);
}

void
acme_issuance_note_not_probed(struct acme_issuance *issuance)
{
	acme_enrollment_note_served(issuance->enrollment, NULL);
}

void
acme_issuance_note_no_certificate(struct acme_issuance *issuance,
				  const struct acme_fault *fault)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_enrollment_note_none_served(a);
	acme_enrollment_note_fault(a, fault);
}

void
acme_issuance_note_other_served(struct acme_issuance *issuance,
				const struct acme_cert_info *info)
{
	struct acme_enrollment *a = issuance->enrollment;

	acme_enrollment_note_served(a, info);
	acme_fault_set(&a->failure.fault, ACME_ERR_INVALID,
		       "certificate %s was installed, but %s is served",
		       a->issued, a->served.serial);
}

void
acme_issuance_warn_not_seen(struct acme_issuance *issuance)
{
	const struct acme_enrollment *a = issuance->enrollment;

	acme_log(ACME_LOG_WARN,
		 "%s: certificate %s is installed; cannot check yet whether "
		 "clients get it, checking again",
		 acme_enrollment_name(a), a->pair.info.serial);
}

void
acme_issuance_warn_not_saved(struct acme_issuance *issuance,
			     const struct acme_fault *fault)
{
	acme_enrollment_warn_not_saved(issuance->enrollment, fault);
}

void
acme_issuance_note_timeout(struct acme_issuance *issuance, const char *sentence)
{
	acme_enrollment_note_slow(issuance->enrollment, sentence);
}

struct acme_failure *
acme_issuance_give_acme_failure(struct acme_issuance *issuance)
{
	return &issuance->enrollment->failure;
}
