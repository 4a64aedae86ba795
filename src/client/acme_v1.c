/* SPDX-License-Identifier: MIT */
/*
 * The guards of acme_v1.flow, and the actions that read what came or note why
 * it failed.  acme_v1_requests.c has what is asked of the CA and the worker.
 */
#include "client/acme_v1.h"

#include "base/log.h"
#include "client/advice.h"
#include "client/applicant.h"

#include <stdlib.h>

void
acme_v1_clear(struct acme_v1 *v1)
{
	size_t i;

	sm_stop(&v1->sm.sm);
	for (i = 0; v1->authorizations && i < v1->applicant->config->n_names;
	     i++)
		acme_authorization_clear(&v1->authorizations[i]);
	free(v1->authorizations);
	free(v1->open);
	acme_exchange_clear(&v1->exchange);
	acme_credential_clear(&v1->credential);
	free(v1->certificate_url);
	free(v1->issuer_url);
	*v1 = (struct acme_v1){ .applicant = NULL };
}

struct sm *
acme_v1_prepare(struct acme_v1 *v1, struct acme_applicant *applicant)
{
	size_t n = applicant->config->n_names;

	acme_v1_clear(v1);
	v1->applicant = applicant;
	v1->proofs = (struct acme_proofs){ .applicant = applicant,
					   .dialect = &acme_v1_dialect,
					   .sm = &v1->sm.sm,
					   .all_fetched = ACME_V1_ALL_FETCHED,
					   .ways = ~0U };
	acme_credential_init(&v1->credential, applicant);
	v1->authorizations = calloc(n, sizeof(*v1->authorizations));
	v1->open = calloc(n, sizeof(*v1->open));
	while (v1->authorizations && v1->open && v1->n_open < n) {
		v1->open[v1->n_open] = (unsigned int)v1->n_open;
		v1->n_open++;
	}
	acme_v1_sm_init(&v1->sm, v1);
	return &v1->sm.sm;
}

/* Guards */

bool
acme_v1_unauthorized(const struct acme_v1 *v1, const struct sm_event *event)
{
	return acme_exchange_problem(
		       &v1->authorizations[v1->open[event->item]].exchange) ==
	       ACME_PROBLEM_UNAUTHORIZED;
}

bool
acme_v1_for_operator(const struct acme_v1 *v1, const struct sm_event *event)
{
	(void)event;
	return acme_advice(acme_exchange_problem(&v1->exchange));
}

bool
acme_v1_name_for_operator(const struct acme_v1 *v1,
			  const struct sm_event *event)
{
	return acme_advice(v1->authorizations[v1->open[event->item]].problem);
}

bool
acme_v1_all_valid(const struct acme_v1 *v1, const struct sm_event *event)
{
	(void)event;
	return !v1->n_open;
}

bool
acme_v1_have_certificate(const struct acme_v1 *v1, const struct sm_event *event)
{
	(void)event;
	return v1->credential.chain.len;
}

bool
acme_v1_have_location(const struct acme_v1 *v1, const struct sm_event *event)
{
	(void)event;
	return v1->certificate_url;
}

bool
acme_v1_have_issuer(const struct acme_v1 *v1, const struct sm_event *event)
{
	(void)event;
	return v1->issuer_url;
}

uint64_t
acme_v1_retry_after_us(const struct acme_v1 *v1)
{
	return v1->poll_after_s * 1000000;
}

/* Actions: what came */

/* Set ${to} to the field, NULL where the answer has none. */
static void
take(char **to, const struct acme_buf *field)
{
	free(*to);
	*to = field->len ? acme_span_dup(acme_buf_span(field)) : NULL;
}

void
acme_v1_drop_valid(struct acme_v1 *v1, struct sm_event *event)
{
	const struct acme_authorization *a;
	size_t i, n_open = 0;

	(void)event;
	v1->poll_after_s = 0;
	for (i = 0; i < v1->n_open; i++) {
		a = &v1->authorizations[v1->open[i]];
		if (a->authz.status == ACME_STATUS_VALID)
			continue;
		v1->open[n_open++] = v1->open[i];
		if (v1->poll_after_s < a->exchange.retry_after_s)
			v1->poll_after_s = a->exchange.retry_after_s;
	}
	v1->n_open = n_open;
}

void
acme_v1_withdraw_answers(struct acme_v1 *v1, struct sm_event *event)
{
	(void)event;
	acme_proofs_withdraw(&v1->proofs);
}

/* Bytes that are no certificate are for the check to refuse. */
void
acme_v1_read_issuer(struct acme_v1 *v1, struct sm_event *event)
{
	const struct acme_http_answer *answer = v1->exchange.answer;

	(void)event;
	take(&v1->issuer_url, &answer->link_up);
	if (acme_cert_to_pem(acme_buf_span(&answer->body),
			     &v1->credential.chain))
		acme_buf_clear(&v1->credential.chain);
}

/* 202, or an empty body: it will be at Location. */
void
acme_v1_read_certificate(struct acme_v1 *v1, struct sm_event *event)
{
	const struct acme_http_answer *answer = v1->exchange.answer;

	v1->poll_after_s = v1->exchange.retry_after_s;
	if (answer->location.len)
		take(&v1->certificate_url, &answer->location);
	if (answer->status != 202 && answer->body.len)
		acme_v1_read_issuer(v1, event);
}

/* Actions: why it failed */

void
acme_v1_note_problem(struct acme_v1 *v1, struct sm_event *event)
{
	(void)event;
	v1->problem = acme_exchange_problem(&v1->exchange);
	acme_fault_set(&v1->fault, ACME_ERR_INVALID, "%s",
		       acme_exchange_reason(&v1->exchange));
}

void
acme_v1_note_later(struct acme_v1 *v1, struct sm_event *event)
{
	v1->proofs.retry_after_s = v1->exchange.retry_after_s;
	acme_v1_note_problem(v1, event);
}

void
acme_v1_note_authorization(struct acme_v1 *v1, struct sm_event *event)
{
	const struct acme_authorization *a =
		&v1->authorizations[v1->open[event->item]];

	v1->problem = a->problem;
	v1->fault = a->fault;
	acme_log(ACME_LOG_WARN, "%s", v1->fault.text);
}

/* Each event that leads here carries a fault. */
void
acme_v1_note_fault(struct acme_v1 *v1, struct sm_event *event)
{
	acme_fault_copy(&v1->fault, event->payload);
}

void
acme_v1_note_timeout(struct acme_v1 *v1, struct sm_event *event)
{
	(void)event;
	acme_fault_set(&v1->fault, ACME_ERR_CLOSED,
		       "the certificate was not there in time");
}

void
acme_v1_note_unreadable(struct acme_v1 *v1, struct sm_event *event)
{
	(void)event;
	acme_fault_set(&v1->fault, ACME_ERR_INVALID,
		       "%s: an answer without Location", v1->exchange.url);
}
