/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of acme_v2.flow that are about the order itself
 * (RFC 8555 §7).  acme_v2_requests.c has what it runs.
 */
#include "client/order/acme_v2.h"

#include "client/order/authorization.h"
#include "client/order/enrollment.h"
#include "client/order/identifiers.h"

#include <stdlib.h>

void
acme_v2_clear(struct acme_v2 *v2)
{
	sm_stop(&v2->sm.sm);
	acme_proofs_clear(&v2->proofs);
	acme_exchange_clear(&v2->exchange);
	acme_order_clear(&v2->order);
	*v2 = (struct acme_v2){ .applicant = NULL };
}

struct sm *
acme_v2_prepare(struct acme_v2 *v2, struct acme_applicant *applicant,
		struct acme_credential *credential)
{
	acme_v2_clear(v2);
	v2->applicant = applicant;
	v2->refusal = &applicant->refusal;
	v2->credential = credential;
	acme_proofs_init(&v2->proofs, applicant, &acme_v2_dialect, &v2->sm.sm,
			 ACME_V2_ALL_FETCHED);
	acme_v2_sm_init(&v2->sm, v2);
	return &v2->sm.sm;
}

/* Guards */

bool
acme_v2_account_lost(const struct acme_v2 *v2)
{
	return acme_exchange_problem(&v2->exchange) ==
	       ACME_PROBLEM_ACCOUNT_DOES_NOT_EXIST;
}

/* The account is not to be used (§7.3.6): newAccount will tell. */
bool
acme_v2_unauthorized(const struct acme_v2 *v2)
{
	return acme_exchange_problem(&v2->exchange) ==
	       ACME_PROBLEM_UNAUTHORIZED;
}

bool
acme_v2_not_ready(const struct acme_v2 *v2)
{
	return acme_exchange_problem(&v2->exchange) ==
	       ACME_PROBLEM_ORDER_NOT_READY;
}

bool
acme_v2_all_fetched(const struct acme_v2 *v2)
{
	return acme_proofs_all_fetched(&v2->proofs);
}

bool
acme_v2_pending(const struct acme_v2 *v2)
{
	return v2->order.status == ACME_STATUS_PENDING;
}

bool
acme_v2_ready(const struct acme_v2 *v2)
{
	return v2->order.status == ACME_STATUS_READY;
}

bool
acme_v2_processing(const struct acme_v2 *v2)
{
	return v2->order.status == ACME_STATUS_PROCESSING;
}

bool
acme_v2_valid(const struct acme_v2 *v2)
{
	return v2->order.status == ACME_STATUS_VALID;
}

/* CAs say that an order is valid some time before its certificate is there. */
bool
acme_v2_certified(const struct acme_v2 *v2)
{
	return v2->order.certificate;
}

bool
acme_v2_invalid(const struct acme_v2 *v2)
{
	return v2->order.status == ACME_STATUS_INVALID;
}

bool
acme_v2_blamed(const struct acme_v2 *v2)
{
	return v2->proofs.blamed;
}

bool
acme_v2_unseen(const struct acme_v2 *v2)
{
	return acme_proofs_unseen(&v2->proofs);
}

bool
acme_v2_another_way(const struct acme_v2 *v2)
{
	return acme_proofs_another_way(&v2->proofs);
}

uint64_t
acme_v2_retry_after_us(const struct acme_v2 *v2)
{
	return acme_retry_after_us(&v2->poll_after);
}

/* Actions: the order */

/* What can't be read has no status that a line would know. */
void
acme_v2_read_order(struct acme_v2 *v2, const struct acme_http_answer *answer)
{
	acme_order_clear(&v2->order);
	v2->poll_after = v2->exchange.retry_after;
	if (acme_order_read(acme_buf_span(&acme_http_answer_told(answer)->body),
			    &v2->order, &v2->refusal->fault))
		v2->order.status = ACME_STATUS_UNKNOWN;
	else
		v2->refusal->fault.text[0] = '\0';
}

/* The only place where the order's URL stands (§7.4). */
void
acme_v2_note_order_url(struct acme_v2 *v2,
		       const struct acme_http_answer *answer)
{
	char **url = &v2->applicant->state.order_url;
	struct acme_fault fault;

	if (!acme_exchange_refer(&v2->exchange, "Location",
				 &acme_http_answer_told(answer)->location, url,
				 &fault))
		return;
	v2->order.status = ACME_STATUS_UNKNOWN;
	if (!v2->refusal->fault.text[0])
		acme_fault_copy(&v2->refusal->fault, &fault);
}

/* What a later answer says of the order need not list them again. */
static enum acme_err
list_authorizations(struct acme_v2 *v2, struct acme_fault *fault)
{
	struct acme_order *order = &v2->order;
	size_t i, n = order->n_authorizations;
	enum acme_err err = acme_identifiers_check_order(v2->applicant->config,
							 order, fault);

	if (err)
		return acme_fault_in(fault, err, "order");
	if (!acme_proofs_list(&v2->proofs, n))
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	for (i = 0; i < n; i++) {
		v2->proofs.authorizations[i].url = order->authorizations[i];
		order->authorizations[i] = NULL;
	}
	return ACME_OK;
}

/* An order that is not what was asked for has no status that a line knows. */
void
acme_v2_list_authorizations(struct acme_v2 *v2)
{
	if (list_authorizations(v2, &v2->refusal->fault))
		v2->order.status = ACME_STATUS_UNKNOWN;
}

void
acme_v2_read_chain(struct acme_v2 *v2, const struct acme_http_answer *answer)
{
	struct acme_buf *chain = &v2->credential->chain;

	acme_buf_clear(chain);
	if (acme_buf_add(chain,
			 acme_buf_span(&acme_http_answer_told(answer)->body)))
		acme_buf_clear(chain);
}

void
acme_v2_leave_order(struct acme_v2 *v2)
{
	acme_proofs_leave(&v2->proofs);
}

void
acme_v2_withdraw_answers(struct acme_v2 *v2)
{
	acme_proofs_withdraw(&v2->proofs);
}
