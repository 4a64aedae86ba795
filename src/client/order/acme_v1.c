/* SPDX-License-Identifier: MIT */
/*
 * These are the guards of acme_v1.flow, and the actions that read what came or
 * note why it failed.  acme_v1_requests.c has what is asked of the CA.
 */
#include "client/order/acme_v1.h"

#include "client/enrollment/enrollment.h"

#include <stdlib.h>

void
acme_v1_clear(struct acme_v1 *v1)
{
	sm_stop(&v1->sm.sm);
	acme_authorization_list_clear(&v1->authorizations);
	acme_exchange_clear(&v1->exchange);
	free(v1->next_url);
	*v1 = (struct acme_v1){ .enrollment = NULL };
}

struct sm *
acme_v1_prepare(struct acme_v1 *v1, struct acme_enrollment *enrollment,
		struct acme_order_csr *order_csr)
{
	const struct acme_challenges_observer observer =
		ACME_V1_FETCH_EVENTS(&v1->sm);

	acme_v1_clear(v1);
	v1->enrollment = enrollment;
	v1->order_csr = order_csr;
	acme_authorization_list_init(&v1->authorizations, enrollment,
				     &acme_v1_dialect, &observer);
	acme_authorization_list_set_names(&v1->authorizations);
	acme_v1_sm_init(&v1->sm, v1);
	return &v1->sm.sm;
}

/* Guards */

enum acme_problem_type
acme_v1_authorization_problem(const struct acme_v1 *v1, unsigned int item)
{
	const struct acme_authorization *a =
		acme_authorization_list_item(&v1->authorizations, item);

	return a ? a->problem : ACME_PROBLEM_NONE;
}

bool
acme_v1_has_error(const struct acme_v1 *v1)
{
	return v1->authorizations.has_error;
}

bool
acme_v1_name_refused(const struct acme_v1 *v1)
{
	return v1->authorizations.name_refused;
}

bool
acme_v1_other_type_left(const struct acme_v1 *v1)
{
	return acme_authorization_list_other_type_left(&v1->authorizations);
}

bool
acme_v1_unseen(const struct acme_v1 *v1)
{
	return acme_authorization_list_unseen(&v1->authorizations);
}

bool
acme_v1_all_valid(const struct acme_v1 *v1)
{
	return acme_authorization_list_all_valid(&v1->authorizations);
}

bool
acme_v1_have_certificate(const struct acme_v1 *v1)
{
	return v1->order_csr->chain.len;
}

bool
acme_v1_have_next(const struct acme_v1 *v1)
{
	return v1->next_url;
}

/* What the CA said last of the certificate, or of what is not valid yet. */
uint64_t
acme_v1_retry_after_us(const struct acme_v1 *v1)
{
	return acme_retry_after_us(acme_authorization_list_retry_after(
		&v1->authorizations, &v1->exchange.retry_after));
}

/* Actions */

void
acme_v1_withdraw_responses(struct acme_v1 *v1)
{
	acme_challenges_withdraw(&v1->authorizations.challenges);
}

void
acme_v1_reset_challenges(struct acme_v1 *v1)
{
	acme_authorization_list_forget(&v1->authorizations);
}

void
acme_v1_log_other_type(struct acme_v1 *v1)
{
	acme_authorization_list_log_other_type(&v1->authorizations);
}

/* The chain's next part; 202, or an empty body: it will be at Location. */
void
acme_v1_read_certificate(struct acme_v1 *v1,
			 const struct acme_http_response *response)
{
	struct acme_fault *fault = &v1->enrollment->failure.fault;
	struct acme_buf *chain = &v1->order_csr->chain;
	bool to_come;

	response = acme_http_response_or_empty(response);
	to_come = response->status == 202 || !response->body.len;
	if (!chain->len && to_come) {
		if (response->location.len || !v1->next_url)
			acme_exchange_location(&v1->exchange, &v1->next_url,
					       fault);
		return;
	}
	if (acme_exchange_link_up(&v1->exchange, &v1->next_url, fault) ||
	    acme_cert_to_pem(acme_buf_span(&response->body), chain))
		acme_buf_clear(chain);
}

void
acme_v1_note_problem(struct acme_v1 *v1)
{
	acme_exchange_failure(&v1->exchange, &v1->enrollment->failure);
}

void
acme_v1_note_later(struct acme_v1 *v1)
{
	acme_v1_note_problem(v1);
	v1->enrollment->failure.retry_after = v1->exchange.retry_after;
}

void
acme_v1_warn_challenge_failed(struct acme_v1 *v1, unsigned int item)
{
	acme_authorization_list_warn_challenge_failed(&v1->authorizations,
						      item);
}

void
acme_v1_warn_refused(struct acme_v1 *v1, unsigned int item)
{
	acme_authorization_list_warn_refused(&v1->authorizations, item);
}

void
acme_v1_note_name_problem(struct acme_v1 *v1, unsigned int item)
{
	acme_authorization_list_note_problem(&v1->authorizations, item);
}

void
acme_v1_warn_unseen(struct acme_v1 *v1)
{
	acme_authorization_list_warn_unseen(&v1->authorizations);
}

void
acme_v1_note_timeout(struct acme_v1 *v1, const char *sentence)
{
	acme_fault_set(&v1->enrollment->failure.fault, ACME_ERR_CLOSED, "%s",
		       sentence);
	acme_authorization_list_add_open(&v1->authorizations,
					 &v1->enrollment->failure.fault);
}

void
acme_v1_note_unreadable(struct acme_v1 *v1)
{
	acme_fault_in(&v1->enrollment->failure.fault, ACME_ERR_INVALID, "%s",
		      acme_exchange_name(&v1->exchange));
}

struct acme_failure *
acme_v1_give_acme_failure(struct acme_v1 *v1)
{
	return acme_failure_or_null(&v1->enrollment->failure);
}
