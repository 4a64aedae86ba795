/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of account.flow about the CA's directory and the
 * registration, by RFC 8555 §7.3 or by ACME v1 (draft-ietf-acme-acme-03), and
 * why they failed.
 */
#include "client/account/account.h"

#include "base/log.h"
#include "protocol/v1.h"

#include <stdlib.h>

/* Guards */

bool
acme_ca_directory_known(const struct acme_ca *ca)
{
	return ca->directory.new_order || ca->directory.new_reg;
}

bool
acme_ca_speaks_v2(const struct acme_ca *ca)
{
	return ca->directory.new_order;
}

bool
acme_ca_account_known(const struct acme_ca *ca)
{
	return ca->account_url;
}

bool
acme_ca_conflict(const struct acme_ca *ca)
{
	return acme_exchange_status(&ca->exchange) == 409;
}

/* The CA does not let the account be used (§7.3.6). */
bool
acme_ca_unauthorized(const struct acme_ca *ca)
{
	return acme_exchange_problem(&ca->exchange) ==
	       ACME_PROBLEM_UNAUTHORIZED;
}

/* Some show it nevertheless. */
bool
acme_ca_deactivated(const struct acme_ca *ca)
{
	return ca->account_status == ACME_STATUS_DEACTIVATED ||
	       ca->account_status == ACME_STATUS_REVOKED;
}

bool
acme_ca_to_agree(const struct acme_ca *ca)
{
	return ca->terms && (!ca->agreed || strcmp(ca->terms, ca->agreed) != 0);
}

/* Runs */

struct sm *
acme_ca_get_directory(struct acme_ca *ca)
{
	return acme_exchange_prepare_directory(&ca->exchange, ca);
}

struct sm *
acme_ca_new_account(struct acme_ca *ca)
{
	struct acme_exchange *x = &ca->exchange;

	acme_exchange_prepare_post(x, ca, NULL, ca->directory.new_account);
	return acme_exchange_written(
		x, acme_new_account_write(ca->email, &x->payload));
}

struct sm *
acme_ca_new_reg(struct acme_ca *ca)
{
	struct acme_exchange *x = &ca->exchange;

	acme_exchange_prepare_post(x, ca, NULL, ca->directory.new_reg);
	return acme_exchange_written(
		x, acme_v1_new_reg_write(ca->email, &x->payload));
}

/* Before the terms are named, it asks which they are. */
struct sm *
acme_ca_update_reg(struct acme_ca *ca)
{
	struct acme_exchange *x = &ca->exchange;

	free(ca->agreed);
	ca->agreed = ca->terms ? acme_span_dup(acme_span_str(ca->terms)) : NULL;
	if (ca->terms)
		acme_log(ACME_LOG_NOTICE,
			 "%s: agreeing to the CA's terms of service: %s",
			 ca->directory_url, ca->terms);
	acme_exchange_prepare_post(x, ca, NULL, ca->account_url);
	return acme_exchange_written(x,
				     acme_v1_reg_write(ca->terms, &x->payload));
}

/* Actions: what came */

/* The account stays that of the URL in the options, whatever that leads to. */
static void
keep_place(struct acme_ca *ca)
{
	free(ca->directory_at);
	ca->directory_at = NULL;
	if (ca->exchange.url &&
	    strcmp(ca->exchange.url, ca->directory_url) != 0)
		ca->directory_at =
			acme_span_dup(acme_span_str(ca->exchange.url));
}

void
acme_ca_keep_directory(struct acme_ca *ca,
		       const struct acme_http_answer *answer)
{
	struct acme_fault *fault = &ca->refusal.fault;
	enum acme_err err;

	acme_directory_clear(&ca->directory);
	keep_place(ca);
	ca->refusal = (struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
	err = acme_directory_read(
		acme_buf_span(&acme_http_answer_told(answer)->body),
		&ca->directory, fault);
	if (err)
		acme_fault_in(fault, err,
			      "%s: this is no ACME directory (is "
			      "directory-url right?)",
			      ca->directory_url);
	else if (ca->directory.terms_of_service)
		acme_log(ACME_LOG_NOTICE, "%s: the CA's terms of service: %s",
			 ca->directory_url, ca->directory.terms_of_service);
}

void
acme_ca_forget_directory(struct acme_ca *ca)
{
	acme_directory_clear(&ca->directory);
	acme_exchange_clear(&ca->exchange);
}

void
acme_ca_forget_nonces(struct acme_ca *ca)
{
	acme_nonces_clear(&ca->nonces);
}

/* NULL where there is no such URL: acme_ca_note_unreadable() says why. */
void
acme_ca_read_account(struct acme_ca *ca)
{
	const struct acme_http_answer *answer =
		acme_exchange_answer(&ca->exchange);

	if (acme_exchange_refer(&ca->exchange, "Location", &answer->location,
				&ca->account_url, NULL))
		acme_ca_forget_account(ca);
	ca->account_status = acme_account_status(acme_buf_span(&answer->body));
}

/* They are agreed to by their URL, whatever that leads to. */
void
acme_ca_read_terms(struct acme_ca *ca)
{
	const struct acme_buf *terms =
		&acme_exchange_answer(&ca->exchange)->link_terms;

	free(ca->terms);
	ca->terms = NULL;
	if (terms->len &&
	    acme_exchange_refer(&ca->exchange, "Link", terms, &ca->terms, NULL))
		ca->terms = acme_span_dup(acme_buf_span(terms));
}

void
acme_ca_forget_account(struct acme_ca *ca)
{
	free(ca->account_url);
	ca->account_url = NULL;
}
