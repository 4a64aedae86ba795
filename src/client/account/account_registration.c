/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of account.flow about the CA's directory and
 * the registration, by RFC 8555 §7.3 or by ACME v1 (draft-ietf-acme-acme-03),
 * and why they failed.
 */
#include "client/account/account.h"

#include "base/log.h"
#include "protocol/v1.h"

#include <stdlib.h>

/* Guards */

bool
acme_account_directory_known(const struct acme_account *account)
{
	return account->ca.directory.new_order || account->ca.directory.new_reg;
}

bool
acme_account_speaks_v2(const struct acme_account *account)
{
	return account->ca.directory.new_order;
}

bool
acme_account_account_known(const struct acme_account *account)
{
	return account->account_url;
}

enum acme_http_status
acme_account_http_status(const struct acme_account *account)
{
	return acme_exchange_ended_http_status(&account->exchange);
}

enum acme_problem_type
acme_account_problem(const struct acme_account *account)
{
	return acme_exchange_problem(&account->exchange);
}

/* Some CAs show an account that they do not let be used (§7.3.6). */
bool
acme_account_deactivated(const struct acme_account *account)
{
	return account->account_status == ACME_STATUS_DEACTIVATED ||
	       account->account_status == ACME_STATUS_REVOKED;
}

bool
acme_account_to_agree(const struct acme_account *account)
{
	return account->terms && (!account->agreed ||
				  strcmp(account->terms, account->agreed) != 0);
}

/* Actions: what is told */

void
acme_account_report_register(struct acme_account *account)
{
	acme_wait_queue_report(&account->account_queue, ACME_PROGRESS_REGISTER,
			       account->ca.directory_url);
}

/* Runs */

struct sm *
acme_account_get_directory(struct acme_account *account)
{
	return acme_exchange_prepare_directory(&account->exchange,
					       &account->ca);
}

struct sm *
acme_account_new_account(struct acme_account *account)
{
	struct acme_exchange *x = &account->exchange;

	acme_exchange_prepare_post(x, &account->ca, NULL,
				   account->ca.directory.new_account);
	x->step = "newAccount";
	return acme_exchange_written(
		x, acme_new_account_write(account->email, &x->payload));
}

struct sm *
acme_account_new_reg(struct acme_account *account)
{
	struct acme_exchange *x = &account->exchange;

	acme_exchange_prepare_post(x, &account->ca, NULL,
				   account->ca.directory.new_reg);
	x->step = "new-reg";
	return acme_exchange_written(
		x, acme_v1_new_reg_write(account->email, &x->payload));
}

/* Before the terms are named, it asks which they are. */
struct sm *
acme_account_update_reg(struct acme_account *account)
{
	struct acme_exchange *x = &account->exchange;

	free(account->agreed);
	account->agreed = account->terms
				  ? acme_span_dup(acme_span_str(account->terms))
				  : NULL;
	if (account->terms)
		acme_log(ACME_LOG_NOTICE,
			 "%s: agreeing to the CA's terms of service: %s",
			 account->ca.directory_url, account->terms);
	acme_exchange_prepare_post(x, &account->ca, NULL, account->account_url);
	x->step = "reg";
	return acme_exchange_written(
		x, acme_v1_reg_write(account->terms, &x->payload));
}

/* Once: the directory is fetched again and again. */
void
acme_account_log_terms(struct acme_account *account)
{
	const char *terms = account->ca.directory.terms_of_service;

	if (!terms || account->terms_told)
		return;
	acme_log(ACME_LOG_NOTICE, "%s: the CA's terms of service: %s",
		 account->ca.directory_url, terms);
	account->terms_told = true;
}

/* Actions: what came */

void
acme_account_keep_directory(struct acme_account *account,
			    const struct acme_http_response *response)
{
	struct acme_fault *fault = &account->failure.fault;
	enum acme_err err;

	acme_directory_clear(&account->ca.directory);
	acme_ca_note_redirect(&account->ca, account->exchange.url);
	account->failure =
		(struct acme_failure){ .problem = ACME_PROBLEM_NONE };
	err = acme_directory_read(
		acme_buf_span(&acme_http_response_or_empty(response)->body),
		&account->ca.directory, fault);
	if (err)
		acme_fault_in(fault, err,
			      "%s: this is no ACME directory (is "
			      "directory-url right?)",
			      account->ca.directory_url);
}

void
acme_account_forget_directory(struct acme_account *account)
{
	acme_directory_clear(&account->ca.directory);
	acme_exchange_clear(&account->exchange);
}

void
acme_account_forget_nonces(struct acme_account *account)
{
	acme_nonces_clear(&account->ca.nonces);
}

/* NULL where there is no such URL: acme_account_note_unreadable() says why. */
void
acme_account_read_account(struct acme_account *account)
{
	const struct acme_http_response *response =
		acme_exchange_response(&account->exchange);

	if (acme_exchange_field_url(&account->exchange, "Location",
				    &response->location, &account->account_url,
				    NULL))
		acme_account_forget_account(account);
	account->account_status =
		acme_new_account_status(acme_buf_span(&response->body));
}

/* They are agreed to by their URL, whatever that leads to. */
void
acme_account_read_terms(struct acme_account *account)
{
	const struct acme_buf *terms =
		&acme_exchange_response(&account->exchange)->link_terms;

	free(account->terms);
	account->terms = NULL;
	if (terms->len && acme_exchange_field_url(&account->exchange, "Link",
						  terms, &account->terms, NULL))
		account->terms = acme_span_dup(acme_buf_span(terms));
}

void
acme_account_forget_account(struct acme_account *account)
{
	free(account->account_url);
	account->account_url = NULL;
}
