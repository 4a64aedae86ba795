/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of authorization.flow (RFC 8555 §7.5). */
#include "client/order/authorization.h"

#include "base/log.h"
#include "client/enrollment/enrollment.h"
#include "client/order/challenge.h"
#include "client/order/identifiers.h"

#include <stdlib.h>

void
acme_authorization_clear(struct acme_authorization *a)
{
	sm_stop(&a->sm.sm);
	acme_exchange_clear(&a->exchange);
	acme_authz_clear(&a->authz);
	free(a->url);
	a->url = NULL;
	free(a->logged);
	a->logged = NULL;
}

struct sm *
acme_authorization_prepare(struct acme_authorization *a,
			   struct acme_authorization_list *list,
			   const char *url,
			   enum acme_authorization_purpose purpose)
{
	char *own = url ? acme_span_dup(acme_span_str(url)) : NULL;
	char *logged = a->logged;

	a->logged = NULL;
	acme_authorization_clear(a); /* it may have had ${url} */
	*a = (struct acme_authorization){
		.list = list,
		.url = own,
		.name = a->name,
		.logged = logged,
		.purpose = purpose,
	};
	authorization_sm_init(&a->sm, a);
	return &a->sm.sm;
}

struct sm *
acme_authorization_prepare_valid(struct acme_authorization *a)
{
	authorization_sm_init(&a->sm, a);
	return &a->sm.sm;
}

void
acme_authorization_forget(struct acme_authorization *a)
{
	if (a->authz.status == ACME_STATUS_VALID)
		return;
	free(a->url);
	a->url = NULL;
}

const char *
acme_authorization_name(const struct acme_authorization *a)
{
	if (a->name)
		return a->name;
	return a->url ? a->url : "an authorization";
}

/* One that is valid from before may be so by another one than we would
 * choose. */
enum acme_challenge_type
acme_authorization_challenge(const struct acme_authorization *a)
{
	const struct acme_challenge *challenge =
		acme_challenge_valid(&a->authz);

	if (!challenge && a->authz.status != ACME_STATUS_VALID)
		challenge = a->chosen;
	return challenge ? acme_challenge_type(challenge->type)
			 : ACME_CHALLENGE__MAX;
}

/* Guards */

bool
acme_authorization_to_learn(const struct acme_authorization *a)
{
	return a->purpose == ACME_AUTHORIZATION_LEARN;
}

bool
acme_authorization_valid(const struct acme_authorization *a)
{
	return a->authz.status == ACME_STATUS_VALID;
}

bool
acme_authorization_pending(const struct acme_authorization *a)
{
	return a->authz.status == ACME_STATUS_PENDING;
}

bool
acme_authorization_can_respond(const struct acme_authorization *a)
{
	return a->chosen;
}

/* A challenge has an error, or the authorization can't become valid. */
bool
acme_authorization_failed(const struct acme_authorization *a)
{
	return acme_challenge_failed(&a->authz) ||
	       (a->authz.status != ACME_STATUS_VALID &&
		a->authz.status != ACME_STATUS_PENDING);
}

bool
acme_authorization_processing(const struct acme_authorization *a)
{
	return a->chosen && a->chosen->status == ACME_STATUS_PROCESSING;
}

/* This order has published its response already. */
bool
acme_authorization_published(const struct acme_authorization *a)
{
	return a->chosen && acme_challenges_has_published(&a->list->challenges,
							  a->chosen->token);
}

enum acme_problem_type
acme_authorization_problem(const struct acme_authorization *a)
{
	return a->problem;
}

enum acme_problem_type
acme_authorization_exchange_problem(const struct acme_authorization *a)
{
	return acme_exchange_problem(&a->exchange);
}

enum acme_http_status
acme_authorization_http_status(const struct acme_authorization *a)
{
	return acme_exchange_ended_http_status(&a->exchange);
}

/* Runs */

struct sm *
acme_authorization_fetch(struct acme_authorization *a)
{
	return a->list->challenges.dialect->fetch(a);
}

struct sm *
acme_authorization_respond(struct acme_authorization *a)
{
	static const struct acme_challenge none = { .type = NULL };

	return a->list->challenges.dialect->respond(a, a->chosen ? a->chosen
								 : &none);
}

struct sm *
acme_authorization_deactivate(struct acme_authorization *a)
{
	struct sm *sm = acme_authorization_fetch(a);

	acme_exchange_say(&a->exchange,
			  ACME_SPAN("{\"status\":\"deactivated\"}"));
	return sm;
}

/* Actions */

void
acme_authorization_report_challenge(struct acme_authorization *a)
{
	acme_enrollment_report(a->list->challenges.enrollment,
			       ACME_PROGRESS_CHALLENGE,
			       acme_authorization_name(a));
}

/* One that was made by its name has its URL in Location (ACME v1). */
static enum acme_err
read_url(struct acme_authorization *a, const struct acme_buf *location,
	 struct acme_fault *fault)
{
	if (a->url || !location->len)
		return ACME_OK;
	return acme_exchange_field_url(&a->exchange, "Location", location,
				       &a->url, fault);
}

/* Is another one of the order, read already, for the same name? */
static bool
is_there_twice(const struct acme_authorization *a)
{
	const struct acme_authorization *other = a->list->items;
	const struct acme_authorization *end = other + a->list->n;

	for (; other < end; other++)
		if (other != a &&
		    acme_identifiers_same(&other->authz, &a->authz))
			return true;
	return false;
}

static enum acme_err
read(struct acme_authorization *a, const struct acme_http_response *response,
     struct acme_fault *fault)
{
	struct acme_span body = acme_buf_span(&response->body);
	enum acme_err err = read_url(a, &response->location, fault);

	if (!err)
		err = acme_authz_read(body, &a->authz, fault);
	if (err)
		return err;
	err = acme_identifiers_check_authz(
		a->list->challenges.enrollment->config, &a->authz, &a->name,
		fault);
	if (!err && is_there_twice(a))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "it is for '%s', as another one of the "
				     "order is",
				     a->authz.identifier);
	return err ? acme_fault_in(fault, err, "authorization") : ACME_OK;
}

/* What is not what was asked for has no status that a line would know. */
void
acme_authorization_read(struct acme_authorization *a,
			const struct acme_http_response *response)
{
	struct acme_fault fault;

	acme_authz_clear(&a->authz);
	if (read(a, acme_http_response_or_empty(response), &fault)) {
		acme_authz_clear(&a->authz);
		a->fault = fault;
		acme_fault_in(&a->fault, fault.err, "%s",
			      a->url ? a->url : acme_authorization_name(a));
	}
	/* Once: what the port can may change before the CA is told. */
	a->chosen =
		acme_challenge_choose(&a->authz, a->list->challenges.enrollment,
				      a->list->challenges.failed);
}

void
acme_authorization_publish(struct acme_authorization *a,
			   const struct sm_requester *requester)
{
	a->list->challenges.usable &= acme_challenge_usable_types(
		&a->authz, a->list->challenges.enrollment);
	if (!a->chosen ||
	    !acme_challenges_publish(
		    &a->list->challenges, acme_challenge_type(a->chosen->type),
		    acme_authorization_name(a), a->chosen->token, requester))
		sm_answer(requester->sm, requester->failed, NULL);
}

void
acme_authorization_note_problem(struct acme_authorization *a)
{
	a->problem = acme_exchange_problem(&a->exchange);
	a->fault = a->exchange.fault;
	if (a->name)
		acme_fault_in(&a->fault, a->fault.err, "%s", a->name);
}

void
acme_authorization_note_later(struct acme_authorization *a)
{
	a->list->challenges.enrollment->failure.retry_after =
		a->exchange.retry_after;
	acme_authorization_note_problem(a);
}

void
acme_authorization_note_fault(struct acme_authorization *a,
			      const struct acme_fault *fault)
{
	acme_fault_copy(&a->fault, fault);
	acme_fault_in(&a->fault, a->fault.err, "%s",
		      acme_authorization_name(a));
}

void
acme_authorization_note_no_challenge(struct acme_authorization *a)
{
	acme_challenge_refuse(&a->authz, a->list->challenges.enrollment,
			      &a->fault);
}

/* What could not be read was noted then. */
static void
note_status(struct acme_authorization *a)
{
	if (a->authz.status_word)
		acme_fault_set(&a->fault, ACME_ERR_INVALID,
			       "%s: its authorization is %.32s",
			       acme_authorization_name(a),
			       a->authz.status_word);
}

void
acme_authorization_note_challenge(struct acme_authorization *a)
{
	const struct acme_challenge *failed = acme_challenge_failed(&a->authz);
	enum acme_challenge_type type;

	if (!failed) {
		note_status(a);
		return;
	}
	a->problem = failed->error.type;
	type = acme_challenge_type(failed->type);
	if (type < ACME_CHALLENGE__MAX)
		a->failed = 1U << type;
	acme_fault_set(&a->fault, ACME_ERR_INVALID, "%s: %s: %s",
		       acme_authorization_name(a), failed->type,
		       acme_buf_str(&failed->error.text));
}

static enum acme_log_level
level(const struct acme_authorization *a)
{
	return acme_enrollment_level(a->list->challenges.enrollment,
				     ACME_LOG_WARN);
}

/* The same is said once. */
static void
warn(struct acme_authorization *a, const char *more)
{
	if (a->logged && !strcmp(a->logged, a->fault.text))
		return;
	free(a->logged);
	a->logged = acme_span_dup(acme_span_str(a->fault.text));
	acme_log(level(a), "%s; %s", a->fault.text, more);
}

void
acme_authorization_warn_challenge(struct acme_authorization *a)
{
	acme_authorization_note_challenge(a);
	acme_log(level(a), "%s; asking the CA to validate it again",
		 a->fault.text);
}

void
acme_authorization_warn_problem(struct acme_authorization *a)
{
	warn(a, "checking it again");
}

void
acme_authorization_warn_undecided(struct acme_authorization *a)
{
	acme_fault_set(&a->fault, ACME_ERR_CLOSED,
		       "%s: the CA has not validated its challenge %s",
		       acme_authorization_name(a),
		       a->chosen ? a->chosen->type : "");
	warn(a, "asking the CA to validate it again");
}

void
acme_authorization_note_timeout(struct acme_authorization *a,
				const char *sentence)
{
	acme_fault_set(&a->fault, ACME_ERR_SYSTEM, "%s: %s",
		       acme_authorization_name(a), sentence);
}

struct acme_fault *
acme_authorization_give_acme_fault(struct acme_authorization *a)
{
	return acme_fault_or_null(&a->fault);
}
