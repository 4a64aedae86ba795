/* SPDX-License-Identifier: MIT */
/*
 * The requests of acme_v2.flow, and what is noted where one of its steps
 * fails (RFC 8555 §7).
 */
#include "client/acme_v2.h"

#include "base/log.h"
#include "client/applicant.h"
#include "client/authorization.h"
#include "protocol/objects.h"

#define JSON_MAX (64 * 1024)

static struct sm *
prepare(struct acme_v2 *v2, const char *url)
{
	return acme_exchange_prepare_post(&v2->exchange, v2->applicant->ca,
					  v2->applicant->state.account_url,
					  url);
}

/* What was written is said; what could not be written fails as a request. */
static struct sm *
say(struct acme_v2 *v2, const char *url, enum acme_err err,
    struct acme_buf *json)
{
	struct sm *sm = prepare(v2, err ? NULL : url);

	acme_exchange_say(&v2->exchange, acme_buf_span(json));
	acme_buf_clear(json);
	return sm;
}

struct sm *
acme_v2_new_order(struct acme_v2 *v2, unsigned int item)
{
	struct acme_buf json = ACME_BUF_INIT(JSON_MAX);
	const struct acme_config *config = v2->applicant->config;
	enum acme_err err = acme_new_order_write(acme_config_names(config),
						 config->n_names, &json);

	(void)item;
	return say(v2, v2->applicant->ca->directory.new_order, err, &json);
}

struct sm *
acme_v2_finalize(struct acme_v2 *v2, unsigned int item)
{
	struct acme_buf json = ACME_BUF_INIT(JSON_MAX);
	enum acme_err err =
		acme_finalize_write(acme_buf_span(&v2->credential.csr), &json);

	(void)item;
	return say(v2, v2->order.finalize, err, &json);
}

struct sm *
acme_v2_poll_order(struct acme_v2 *v2, unsigned int item)
{
	(void)item;
	return prepare(v2, v2->applicant->state.order_url);
}

struct sm *
acme_v2_download(struct acme_v2 *v2, unsigned int item)
{
	(void)item;
	return prepare(v2, v2->order.certificate);
}

static struct sm *
post(struct acme_authorization *a, const char *url)
{
	const struct acme_applicant *applicant = a->order->applicant;

	return acme_exchange_prepare_post(&a->exchange, applicant->ca,
					  applicant->state.account_url, url);
}

static struct sm *
fetch(struct acme_authorization *a)
{
	return post(a, a->url);
}

/* §7.5.1: an empty object. */
static struct sm *
respond(struct acme_authorization *a, const struct acme_challenge *challenge)
{
	struct sm *sm = post(a, challenge->url);

	acme_exchange_say(&a->exchange, ACME_SPAN("{}"));
	return sm;
}

const struct acme_dialect acme_v2_dialect = { .fetch = fetch,
					      .respond = respond };

unsigned int
acme_v2_n_authorizations(const struct acme_v2 *v2)
{
	return (unsigned int)v2->n_authorizations;
}

struct sm *
acme_v2_authorizations(struct acme_v2 *v2, unsigned int item)
{
	return acme_authorization_prepare(
		&v2->authorizations[item], &v2->proofs,
		v2->order.authorizations[item], ACME_AUTHORIZATION_ANSWER);
}

unsigned int
acme_v2_n_reasons(const struct acme_v2 *v2)
{
	return (unsigned int)v2->n_authorizations;
}

struct sm *
acme_v2_reasons(struct acme_v2 *v2, unsigned int item)
{
	return acme_authorization_prepare(
		&v2->authorizations[item], &v2->proofs,
		v2->order.authorizations[item], ACME_AUTHORIZATION_LEARN);
}

void
acme_v2_note_problem(struct acme_v2 *v2, struct sm_event *event)
{
	(void)event;
	v2->problem = acme_exchange_problem(&v2->exchange);
	acme_fault_set(&v2->fault, ACME_ERR_INVALID, "%s",
		       acme_exchange_reason(&v2->exchange));
}

void
acme_v2_note_later(struct acme_v2 *v2, struct sm_event *event)
{
	v2->proofs.retry_after_s = v2->exchange.retry_after_s;
	acme_v2_note_problem(v2, event);
}

void
acme_v2_note_fault(struct acme_v2 *v2, struct sm_event *event)
{
	acme_fault_copy(&v2->fault, acme_v2_unchecked(event));
}

void
acme_v2_note_timeout(struct acme_v2 *v2, struct sm_event *event)
{
	(void)event;
	acme_fault_set(&v2->fault, ACME_ERR_CLOSED,
		       "the order was not done in time");
}

/* What came from the CA is not what the step needs. */
void
acme_v2_note_unreadable(struct acme_v2 *v2, struct sm_event *event)
{
	(void)event;
	if (v2->fault.text[0])
		acme_fault_in(&v2->fault, ACME_ERR_SYNTAX, "%s",
			      v2->exchange.url);
	else
		acme_fault_set(&v2->fault, ACME_ERR_INVALID,
			       "%s: an answer without Location, or in a state "
			       "(%s) that has no place here",
			       v2->exchange.url,
			       acme_status_name(v2->order.status));
}

void
acme_v2_note_order_error(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_problem *error = &v2->order.error;

	(void)event;
	if (error->type != ACME_PROBLEM_NONE) {
		v2->problem = error->type;
		acme_fault_set(&v2->fault, ACME_ERR_INVALID, "%s",
			       acme_buf_str(&error->text));
	} else if (!v2->blamed) {
		acme_fault_set(&v2->fault, ACME_ERR_INVALID,
			       "the CA made the order invalid, and says no "
			       "reason");
	}
}

/* The event's item says which; the log gets all, the fault keeps the last. */
void
acme_v2_note_authorization(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_authorization *a = &v2->authorizations[event->item];

	v2->blamed = true;
	v2->proofs.failed |= a->failed;
	v2->fault = a->fault;
	v2->problem = a->problem;
	acme_log(ACME_LOG_WARN, "%s", a->fault.text);
}
