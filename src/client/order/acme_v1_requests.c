/* SPDX-License-Identifier: MIT */
/*
 * What acme_v1.flow runs.  Requests are signed with the key itself; what is
 * only read is fetched by GET.
 */
#include "client/order/acme_v1.h"

#include "client/order/enrollment.h"
#include "protocol/v1.h"

#include <stdlib.h>

struct sm *
acme_v1_request(struct acme_v1 *v1)
{
	return acme_credential_request(v1->credential);
}

struct sm *
acme_v1_new_cert(struct acme_v1 *v1)
{
	struct acme_exchange *x = &v1->exchange;
	struct acme_ca *ca = v1->applicant->ca;

	acme_exchange_prepare_post(x, ca, NULL, ca->directory.new_cert);
	return acme_exchange_written(
		x, acme_v1_new_cert_write(acme_buf_span(&v1->credential->csr),
					  &x->payload));
}

struct sm *
acme_v1_get_next(struct acme_v1 *v1)
{
	return acme_exchange_prepare_get(&v1->exchange, v1->applicant->ca,
					 v1->next_url);
}

/* Authorizations */

unsigned int
acme_v1_n_authorizations(const struct acme_v1 *v1)
{
	return (unsigned int)v1->proofs.n_authorizations;
}

/* One that is valid stays so. */
static struct sm *
authorization(struct acme_v1 *v1, unsigned int item,
	      enum acme_authorization_purpose purpose)
{
	struct acme_authorization *a = &v1->proofs.authorizations[item];

	if (a->authz.status == ACME_STATUS_VALID)
		return acme_authorization_prepare_valid(a);
	return acme_authorization_prepare(a, &v1->proofs, a->url, purpose);
}

struct sm *
acme_v1_authorizations(struct acme_v1 *v1, unsigned int item)
{
	return authorization(v1, item, ACME_AUTHORIZATION_ANSWER);
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

/* The CA names its URL in the answer to new-authz. */
static struct sm *
fetch(struct acme_authorization *a)
{
	struct acme_exchange *x = &a->exchange;
	struct acme_ca *ca = a->order->applicant->ca;

	if (a->url || !a->name)
		return acme_exchange_prepare_get(x, ca, a->url);
	acme_exchange_prepare_post(x, ca, NULL, ca->directory.new_authz);
	return acme_exchange_written(
		x, acme_v1_new_authz_write(a->name, &x->payload));
}

static struct sm *
respond(struct acme_authorization *a, const struct acme_challenge *challenge)
{
	struct acme_exchange *x = &a->exchange;
	struct acme_ca *ca = a->order->applicant->ca;
	char *answer = acme_ca_key_authorization(ca, challenge->token);
	enum acme_err err = ACME_ERR_MEMORY;

	acme_exchange_prepare_post(x, ca, NULL, challenge->url);
	if (answer)
		err = acme_v1_challenge_write(challenge->type, answer,
					      &x->payload);
	free(answer);
	return acme_exchange_written(x, err);
}

const struct acme_dialect acme_v1_dialect = { .fetch = fetch,
					      .respond = respond };
