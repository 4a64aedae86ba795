/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of acme_v2.flow about the order itself
 * (RFC 8555 §7).  acme_v2_requests.c has what it runs, acme_v2_notes.c what it
 * notes of a failure.
 */
#include "client/order/acme_v2.h"

#include "client/enrollment/enrollment.h"
#include "client/order/authorization.h"
#include "client/order/identifiers.h"

#include <stdlib.h>

void
acme_v2_clear(struct acme_v2 *v2)
{
	sm_stop(&v2->sm.sm);
	acme_authorization_list_clear(&v2->authorizations);
	acme_exchange_clear(&v2->exchange);
	acme_order_clear(&v2->order);
	*v2 = (struct acme_v2){ .enrollment = NULL };
}

struct sm *
acme_v2_prepare(struct acme_v2 *v2, struct acme_enrollment *enrollment,
		struct acme_order_csr *order_csr)
{
	const struct acme_challenges_observer observer =
		ACME_V2_FETCH_EVENTS(&v2->sm);

	acme_v2_clear(v2);
	v2->enrollment = enrollment;
	v2->failure = &enrollment->failure;
	v2->order_csr = order_csr;
	acme_authorization_list_init(&v2->authorizations, enrollment,
				     &acme_v2_dialect, &observer);
	acme_v2_sm_init(&v2->sm, v2);
	return &v2->sm.sm;
}

/* Actions: what is told */

static void
report(const struct acme_v2 *v2, enum acme_progress progress)
{
	acme_enrollment_report(v2->enrollment, progress,
			       v2->enrollment->state.order_url);
}

void
acme_v2_report_authorize(struct acme_v2 *v2)
{
	report(v2, ACME_PROGRESS_AUTHORIZE);
}

void
acme_v2_report_finalize(struct acme_v2 *v2)
{
	report(v2, ACME_PROGRESS_REQUEST);
}

void
acme_v2_report_confirm(struct acme_v2 *v2)
{
	report(v2, ACME_PROGRESS_CONFIRM);
}

void
acme_v2_report_issue(struct acme_v2 *v2)
{
	report(v2, ACME_PROGRESS_ISSUE);
}

/* Guards */

enum acme_problem_type
acme_v2_problem(const struct acme_v2 *v2)
{
	return acme_exchange_problem(&v2->exchange);
}

enum acme_problem_type
acme_v2_failure_problem(const struct acme_v2 *v2)
{
	return v2->failure->problem;
}

enum acme_problem_type
acme_v2_order_problem(const struct acme_v2 *v2)
{
	return v2->order.error.type;
}

enum acme_http_status
acme_v2_http_status(const struct acme_v2 *v2)
{
	return acme_exchange_ended_http_status(&v2->exchange);
}

bool
acme_v2_all_fetched(const struct acme_v2 *v2)
{
	return acme_challenges_all_fetched(&v2->authorizations.challenges);
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
acme_v2_has_error(const struct acme_v2 *v2)
{
	return v2->authorizations.has_error;
}

bool
acme_v2_name_refused(const struct acme_v2 *v2)
{
	return v2->authorizations.name_refused;
}

bool
acme_v2_unseen(const struct acme_v2 *v2)
{
	return acme_authorization_list_unseen(&v2->authorizations);
}

bool
acme_v2_other_type_left(const struct acme_v2 *v2)
{
	return acme_authorization_list_other_type_left(&v2->authorizations);
}

uint64_t
acme_v2_retry_after_us(const struct acme_v2 *v2)
{
	return acme_retry_after_us(&v2->poll_after);
}

/* Actions: the order */

/* What can't be read has no status that a line would know. */
void
acme_v2_read_order(struct acme_v2 *v2,
		   const struct acme_http_response *response)
{
	acme_order_clear(&v2->order);
	v2->poll_after = v2->exchange.retry_after;
	if (acme_order_read(
		    acme_buf_span(&acme_http_response_or_empty(response)->body),
		    &v2->order, &v2->failure->fault))
		v2->order.status = ACME_STATUS_UNKNOWN;
	else
		v2->failure->fault.text[0] = '\0';
}

/* The only place where the order's URL stands (§7.4). */
void
acme_v2_note_order_url(struct acme_v2 *v2,
		       const struct acme_http_response *response)
{
	struct acme_enrollment *a = v2->enrollment;
	char **url = &a->state.order_url;
	struct acme_fault fault;

	a->state.ordered_s = a->port->now_s(a->port);
	if (!acme_exchange_field_url(
		    &v2->exchange, "Location",
		    &acme_http_response_or_empty(response)->location, url,
		    &fault))
		return;
	v2->order.status = ACME_STATUS_UNKNOWN;
	if (!v2->failure->fault.text[0])
		acme_fault_copy(&v2->failure->fault, &fault);
}

/* What a later response says of the order need not list them again. */
static enum acme_err
list_authorizations(struct acme_v2 *v2, struct acme_fault *fault)
{
	struct acme_order *order = &v2->order;
	size_t i, n = order->n_authorizations;
	enum acme_err err = acme_identifiers_check_order(v2->enrollment->config,
							 order, fault);

	if (err)
		return acme_fault_in(fault, err, "order");
	err = acme_authorization_list_set(&v2->authorizations, n, fault);
	if (err)
		return err;
	for (i = 0; i < n; i++) {
		v2->authorizations.items[i].url = order->authorizations[i];
		order->authorizations[i] = NULL;
	}
	return ACME_OK;
}

/* An order that is not what was asked for has no status that a line knows. */
void
acme_v2_list_authorizations(struct acme_v2 *v2)
{
	if (list_authorizations(v2, &v2->failure->fault))
		v2->order.status = ACME_STATUS_UNKNOWN;
}

void
acme_v2_read_chain(struct acme_v2 *v2,
		   const struct acme_http_response *response)
{
	struct acme_buf *chain = &v2->order_csr->chain;

	acme_buf_clear(chain);
	if (acme_buf_add(chain,
			 acme_buf_span(
				 &acme_http_response_or_empty(response)->body)))
		acme_buf_clear(chain);
}

void
acme_v2_log_other_type(struct acme_v2 *v2)
{
	acme_authorization_list_log_other_type(&v2->authorizations);
}

void
acme_v2_withdraw_responses(struct acme_v2 *v2)
{
	acme_challenges_withdraw(&v2->authorizations.challenges);
}
