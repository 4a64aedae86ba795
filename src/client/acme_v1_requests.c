/* SPDX-License-Identifier: MIT */
/*
 * What acme_v1.flow asks of the CA, of the worker and of the store.  Requests
 * are signed with the key itself; what is only read is fetched by GET.
 */
#include "client/acme_v1.h"

#include "base/log.h"
#include "client/applicant.h"
#include "client/jobs.h"
#include "protocol/v1.h"

#include <stdlib.h>

#define JSON_MAX (64 * 1024)

/* What was written is said; what could not be written fails as a request. */
static struct sm *
say(struct acme_exchange *x, struct acme_ca *ca, const char *url,
    enum acme_err err, struct acme_buf *json)
{
	struct sm *sm =
		acme_exchange_prepare_post(x, ca, NULL, err ? NULL : url);

	acme_exchange_say(x, acme_buf_span(json));
	acme_buf_clear(json);
	return sm;
}

struct sm *
acme_v1_new_cert(struct acme_v1 *v1, unsigned int item)
{
	struct acme_buf json = ACME_BUF_INIT(JSON_MAX);
	enum acme_err err = acme_v1_new_cert_write(
		acme_buf_span(&v1->credential.csr), &json);

	(void)item;
	return say(&v1->exchange, v1->applicant->ca,
		   v1->applicant->ca->directory.new_cert, err, &json);
}

struct sm *
acme_v1_get_certificate(struct acme_v1 *v1, unsigned int item)
{
	(void)item;
	return acme_exchange_prepare_get(&v1->exchange, v1->applicant->ca,
					 v1->certificate_url);
}

struct sm *
acme_v1_get_issuer(struct acme_v1 *v1, unsigned int item)
{
	(void)item;
	return acme_exchange_prepare_get(&v1->exchange, v1->applicant->ca,
					 v1->issuer_url);
}

/* Authorizations */

unsigned int
acme_v1_n_authorizations(const struct acme_v1 *v1)
{
	return (unsigned int)v1->n_open;
}

struct sm *
acme_v1_authorizations(struct acme_v1 *v1, unsigned int item)
{
	struct acme_authorization *a = &v1->authorizations[v1->open[item]];
	struct sm *sm = acme_authorization_prepare(a, &v1->proofs, NULL,
						   ACME_AUTHORIZATION_ANSWER);

	a->name = v1->applicant->config->names[v1->open[item]];
	return sm;
}

unsigned int
acme_v1_n_looks(const struct acme_v1 *v1)
{
	return (unsigned int)v1->n_open;
}

struct sm *
acme_v1_looks(struct acme_v1 *v1, unsigned int item)
{
	struct acme_authorization *a = &v1->authorizations[v1->open[item]];

	return acme_authorization_prepare(a, &v1->proofs, a->url,
					  ACME_AUTHORIZATION_LEARN);
}

/* The CA names its URL in the answer to new-authz. */
static struct sm *
fetch(struct acme_authorization *a)
{
	struct acme_buf json = ACME_BUF_INIT(JSON_MAX);
	struct acme_ca *ca = a->order->applicant->ca;
	enum acme_err err;

	if (a->url || !a->name)
		return acme_exchange_prepare_get(&a->exchange, ca, a->url);
	err = acme_v1_new_authz_write(a->name, &json);
	return say(&a->exchange, ca, ca->directory.new_authz, err, &json);
}

static struct sm *
respond(struct acme_authorization *a, const struct acme_challenge *challenge)
{
	struct acme_buf json = ACME_BUF_INIT(JSON_MAX);
	struct acme_ca *ca = a->order->applicant->ca;
	char *answer = acme_ca_key_authorization(ca, challenge->token);
	enum acme_err err = ACME_ERR_MEMORY;

	if (answer)
		err = acme_v1_challenge_write(challenge->type, answer, &json);
	free(answer);
	return say(&a->exchange, ca, challenge->url, err, &json);
}

const struct acme_dialect acme_v1_dialect = { .fetch = fetch,
					      .respond = respond };
