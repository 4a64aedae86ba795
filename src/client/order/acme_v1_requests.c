/* SPDX-License-Identifier: MIT */
/*
 * These actions of acme_v1.flow run what it calls, and tell the program of it.
 * Requests are signed with the key itself; what is only read is fetched by GET.
 */
#include "client/order/acme_v1.h"

#include "client/enrollment/enrollment.h"
#include "protocol/v1.h"

#include <stdlib.h>

struct sm *
acme_v1_csr(struct acme_v1 *v1)
{
	return acme_order_csr_request(v1->order_csr);
}

struct sm *
acme_v1_new_cert(struct acme_v1 *v1)
{
	struct acme_exchange *x = &v1->exchange;
	struct acme_account *account = v1->enrollment->account;

	acme_exchange_prepare_post(x, &account->ca, NULL,
				   account->ca.directory.new_cert);
	x->step = "new-cert";
	return acme_exchange_written(
		x, acme_v1_new_cert_write(acme_buf_span(&v1->order_csr->csr),
					  &x->payload));
}

struct sm *
acme_v1_get_next(struct acme_v1 *v1)
{
	struct sm *sm = acme_exchange_prepare_get(
		&v1->exchange, &v1->enrollment->account->ca, v1->next_url);

	v1->exchange.step = "issuer";
	return sm;
}

/* Authorizations */

unsigned int
acme_v1_n_authorizations(const struct acme_v1 *v1)
{
	return (unsigned int)v1->authorizations.n;
}

/* One that is valid stays so. */
static struct sm *
authorization(struct acme_v1 *v1, unsigned int item,
	      enum acme_authorization_purpose purpose)
{
	struct acme_authorization *a = &v1->authorizations.items[item];

	if (a->authz.status == ACME_STATUS_VALID)
		return acme_authorization_prepare_valid(a);
	return acme_authorization_prepare(a, &v1->authorizations, a->url,
					  purpose);
}

struct sm *
acme_v1_authorizations(struct acme_v1 *v1, unsigned int item)
{
	return authorization(v1, item, ACME_AUTHORIZATION_RESPOND);
}

unsigned int
acme_v1_n_looks(const struct acme_v1 *v1)
{
	return acme_v1_n_authorizations(v1);
}

struct sm *
acme_v1_looks(struct acme_v1 *v1, unsigned int item)
{
	return authorization(v1, item, ACME_AUTHORIZATION_LEARN);
}

/* The CA names its URL in the response to new-authz. */
static struct sm *
fetch(struct acme_authorization *a)
{
	struct acme_exchange *x = &a->exchange;
	struct acme_account *account = a->list->challenges.enrollment->account;

	if (a->url || !a->name) {
		acme_exchange_prepare_get(x, &account->ca, a->url);
		x->step = "authorization";
		return acme_exchange_written(x, ACME_OK);
	}
	acme_exchange_prepare_post(x, &account->ca, NULL,
				   account->ca.directory.new_authz);
	x->step = "new-authz";
	return acme_exchange_written(
		x, acme_v1_new_authz_write(a->name, &x->payload));
}

static struct sm *
respond(struct acme_authorization *a, const struct acme_challenge *challenge)
{
	struct acme_exchange *x = &a->exchange;
	struct acme_account *account = a->list->challenges.enrollment->account;
	char *key_authorization =
		acme_account_key_authorization(account, challenge->token);
	enum acme_err err = ACME_ERR_MEMORY;

	acme_exchange_prepare_post(x, &account->ca, NULL, challenge->url);
	x->step = "challenge";
	if (key_authorization)
		err = acme_v1_challenge_write(challenge->type,
					      key_authorization, &x->payload);
	free(key_authorization);
	return acme_exchange_written(x, err);
}

const struct acme_dialect acme_v1_dialect = { .fetch = fetch,
					      .respond = respond };

/* What the program is told */

void
acme_v1_report_authorize(struct acme_v1 *v1)
{
	acme_enrollment_report(v1->enrollment, ACME_PROGRESS_AUTHORIZE, NULL);
}

void
acme_v1_report_finalize(struct acme_v1 *v1)
{
	acme_enrollment_report(v1->enrollment, ACME_PROGRESS_REQUEST, NULL);
}

void
acme_v1_report_confirm(struct acme_v1 *v1)
{
	acme_enrollment_report(v1->enrollment, ACME_PROGRESS_CONFIRM, NULL);
}

void
acme_v1_report_issue(struct acme_v1 *v1)
{
	acme_enrollment_report(v1->enrollment, ACME_PROGRESS_ISSUE, NULL);
}
