/* SPDX-License-Identifier: MIT */
/* These actions of acme_v2.flow run what it calls (RFC 8555 §7). */
#include "client/order/acme_v2.h"

#include "client/enrollment/enrollment.h"
#include "client/order/authorization.h"
#include "protocol/v2/objects.h"

static struct sm *
prepare(struct acme_v2 *v2, const char *step, const char *url)
{
	struct sm *sm = acme_exchange_prepare_post(
		&v2->exchange, &v2->enrollment->account->ca,
		v2->enrollment->account_ref.url, url);

	v2->exchange.step = step;
	return sm;
}

struct sm *
acme_v2_new_order(struct acme_v2 *v2)
{
	const struct acme_config *config = v2->enrollment->config;
	struct acme_exchange *x = &v2->exchange;

	prepare(v2, "newOrder",
		v2->enrollment->account->ca.directory.new_order);
	return acme_exchange_written(
		x, acme_new_order_write(acme_config_names(config),
					config->n_names, &x->payload));
}

struct sm *
acme_v2_finalize(struct acme_v2 *v2)
{
	struct acme_exchange *x = &v2->exchange;

	prepare(v2, "finalize", v2->order.finalize);
	return acme_exchange_written(
		x, acme_finalize_write(acme_buf_span(&v2->order_csr->csr),
				       &x->payload));
}

struct sm *
acme_v2_poll_order(struct acme_v2 *v2)
{
	return prepare(v2, "order", v2->enrollment->state.order_url);
}

struct sm *
acme_v2_download(struct acme_v2 *v2)
{
	return prepare(v2, "certificate", v2->order.certificate);
}

struct sm *
acme_v2_order_key(struct acme_v2 *v2)
{
	return acme_order_csr_recall(v2->order_csr);
}

struct sm *
acme_v2_csr(struct acme_v2 *v2)
{
	return acme_order_csr_request(v2->order_csr);
}

/* Authorizations */

static struct sm *
post(struct acme_authorization *a, const char *step, const char *url)
{
	const struct acme_enrollment *enrollment =
		a->list->challenges.enrollment;

	struct sm *sm = acme_exchange_prepare_post(
		&a->exchange, &enrollment->account->ca,
		enrollment->account_ref.url, url);

	a->exchange.step = step;
	return sm;
}

static struct sm *
fetch(struct acme_authorization *a)
{
	return post(a, "authorization", a->url);
}

/* §7.5.1: an empty object. */
static struct sm *
respond(struct acme_authorization *a, const struct acme_challenge *challenge)
{
	post(a, "challenge", challenge->url);
	return acme_exchange_say(&a->exchange, ACME_SPAN("{}"));
}

const struct acme_dialect acme_v2_dialect = { .fetch = fetch,
					      .respond = respond };

unsigned int
acme_v2_n_authorizations(const struct acme_v2 *v2)
{
	return (unsigned int)v2->authorizations.n;
}

struct sm *
acme_v2_authorizations(struct acme_v2 *v2, unsigned int item)
{
	struct acme_authorization *a = &v2->authorizations.items[item];

	return acme_authorization_prepare(a, &v2->authorizations, a->url,
					  ACME_AUTHORIZATION_RESPOND);
}

unsigned int
acme_v2_n_reasons(const struct acme_v2 *v2)
{
	return (unsigned int)v2->authorizations.n;
}

struct sm *
acme_v2_reasons(struct acme_v2 *v2, unsigned int item)
{
	struct acme_authorization *a = &v2->authorizations.items[item];

	return acme_authorization_prepare(a, &v2->authorizations, a->url,
					  ACME_AUTHORIZATION_LEARN);
}
