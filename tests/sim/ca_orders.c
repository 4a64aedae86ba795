/* SPDX-License-Identifier: MIT */
/*
 * The resources of the CA (RFC 8555 §7): what each request does.
 */
#include "ca_private.h"

#include "format/base64url.h"
#include "format/json/json.h"

#include <stdio.h>
#include <stdlib.h>

void
ca_refuse(struct ca_exchange *x, unsigned int status, const char *problem)
{
	x->status = status;
	acme_buf_clear(&x->out);
	ca_add(&x->out, "%s", problem);
}

static void
drop_order(struct ca_order *order)
{
	size_t i;

	agenda_drop(&order->ca->world->agenda, order);
	for (i = 0; i < order->n_authzs; i++) {
		agenda_drop(&order->ca->world->agenda, &order->authzs[i]);
		free(order->authzs[i].name);
		free(order->authzs[i].token);
	}
	free(order->authzs);
	acme_buf_clear(&order->chain);
	free(order);
}

void
ca_orders_free(struct ca *ca)
{
	struct ca_order *order;

	while ((order = ca->orders)) {
		ca->orders = order->next;
		drop_order(order);
	}
}

static struct ca_order *
find_order(struct ca_exchange *x)
{
	struct ca_order *order;

	for (order = x->ca->orders; order; order = order->next)
		if (order->number == x->number)
			return order;
	ca_refuse(x, 404, CA_PROBLEM("malformed", "no such order"));
	return NULL;
}

static struct ca_authz *
find_authz(struct ca_exchange *x)
{
	struct ca_order *order = find_order(x);

	if (order && x->index < order->n_authzs)
		return &order->authzs[x->index];
	ca_refuse(x, 404, CA_PROBLEM("malformed", "no such authorization"));
	return NULL;
}

static void
new_nonce(struct ca_exchange *x)
{
	if (strcmp(x->method, "HEAD") && !x->ca->takes_no_head)
		ca_wrong(x->ca, x->resource, "not HEAD");
}

static void
new_account(struct ca_exchange *x)
{
	struct ca *ca = x->ca;

	if (strcmp(ca->account, x->thumbprint)) {
		memcpy(ca->account, x->thumbprint, sizeof(ca->account));
		ca->n_accounts++;
		x->status = 201;
	}
	ca_add(&x->headers, "Location: %s%s/account/%u\r\n",
	       ca->relative ? "" : "https://", ca->relative ? "" : ca->host,
	       ca->n_accounts);
	ca_add(&x->out, "{\"status\":\"valid\"}");
}

static char *
copy(struct acme_span text)
{
	char *made = acme_span_dup(text);

	if (!made)
		abort();
	return made;
}

void
ca_order_add_name(struct ca_order *order, struct acme_span name)
{
	unsigned int index = (unsigned int)order->n_authzs++;
	char token[64];

	snprintf(token, sizeof(token), "token-%u-%u", order->number, index);
	order->authzs[index] = (struct ca_authz){
		.status = order->ca->authzs_valid ? "valid" : "pending",
		.challenge_status = "pending",
		.name = copy(name),
		.token = copy(acme_span_str(token)),
		.order = order->number,
		.index = index,
	};
}

struct ca_order *
ca_order_add(struct ca *ca, size_t n_names)
{
	struct ca_order *order = calloc(1, sizeof(*order));

	if (!order)
		abort();
	order->authzs = calloc(n_names + 1, sizeof(*order->authzs));
	if (!order->authzs)
		abort();
	order->ca = ca;
	order->number = ++ca->n_orders;
	order->status = ca->authzs_valid ? "ready" : "pending";
	order->chain.limit = CA_TEXT_MAX;
	order->next = ca->orders;
	ca->orders = order;
	return order;
}

static void
new_order(struct ca_exchange *x)
{
	const struct acme_json_value *list, *item;
	struct acme_json *json = NULL;
	struct ca_order *order;

	if (acme_json_parse(acme_buf_span(&x->payload), &json, NULL))
		abort();
	list = acme_json_member(acme_json_root(json), "identifiers");
	order = ca_order_add(x->ca, acme_json_n_items(list));
	for (item = acme_json_first(list); item; item = acme_json_next(item))
		ca_order_add_name(
			order, acme_json_text(acme_json_member(item, "value")));
	acme_json_free(json);
	x->status = 201;
	ca_add(&x->headers, "Location: %s%s/order/%u\r\n",
	       x->ca->relative ? "" : "https://",
	       x->ca->relative ? "" : x->ca->host, order->number);
	ca_write_order(x, order);
}

static void
show_order(struct ca_exchange *x)
{
	const struct ca_order *order = find_order(x);

	if (order)
		ca_write_order(x, order);
}

static void
show_authz(struct ca_exchange *x)
{
	struct ca_authz *authz = find_authz(x);

	if (authz && x->payload.len) {
		if (strcmp(acme_buf_str(&x->payload),
			   "{\"status\":\"deactivated\"}"))
			ca_wrong(x->ca, x->resource, "a payload");
		authz->status = "deactivated";
		x->ca->n_deactivated++;
	}
	if (authz)
		ca_write_authz(x, authz);
}

static void
challenge(struct ca_exchange *x)
{
	struct ca_authz *authz = find_authz(x);

	if (!authz)
		return;
	if (strcmp(authz->status, "pending")) {
		ca_refuse(x, 400, CA_PROBLEM("malformed", "must be pending"));
		return;
	}
	authz->type = x->type;
	ca_validate(find_order(x), authz);
	ca_write_challenge(x, authz);
}

static void
signed_now(void *arg)
{
	struct ca_order *order = arg;

	order->status = "valid";
}

static void
issue(struct ca_exchange *x, struct ca_order *order)
{
	struct acme_buf csr = ACME_BUF_INIT(CA_TEXT_MAX);
	struct acme_json *json = NULL;
	struct acme_span text;
	bool fine;

	if (acme_json_parse(acme_buf_span(&x->payload), &json, NULL))
		abort();
	text = acme_json_text(acme_json_member(acme_json_root(json), "csr"));
	fine = !acme_base64url_decode(text, &csr, NULL) &&
	       ca_issue(order, acme_buf_span(&csr));
	acme_buf_clear(&csr);
	acme_json_free(json);
	if (!fine) {
		ca_refuse(x, 400, CA_PROBLEM("badCSR", "not what was ordered"));
		return;
	}
	order->status = x->ca->sign_us ? "processing" : "valid";
	if (x->ca->sign_us)
		agenda_add(&x->ca->world->agenda, x->ca->sign_us, order,
			   signed_now, NULL, order);
	ca_write_order(x, order);
}

static void
finalize(struct ca_exchange *x)
{
	struct ca_order *order = find_order(x);

	if (!order)
		return;
	if (strcmp(order->status, "ready"))
		ca_refuse(x, 403, CA_PROBLEM("orderNotReady", "not yet"));
	else
		issue(x, order);
}

static void
certificate(struct ca_exchange *x)
{
	struct ca_order *order = find_order(x);

	if (order && acme_buf_add(&x->out, acme_buf_span(&order->chain)))
		abort();
}

void
ca_answer(struct ca_exchange *x)
{
	static const struct {
		const char *resource;
		void (*answer)(struct ca_exchange *x);
	} resources[] = {
		{ "directory", ca_write_directory },
		{ "newNonce", new_nonce },
		{ "newAccount", new_account },
		{ "newOrder", new_order },
		{ "order", show_order },
		{ "authz", show_authz },
		{ "challenge", challenge },
		{ "finalize", finalize },
		{ "certificate", certificate },
	};
	size_t i;

	x->status = 200;
	if (x->ca->v1 && ca_v1_answer(x))
		return;
	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++)
		if (!strcmp(x->resource, resources[i].resource)) {
			resources[i].answer(x);
			return;
		}
	ca_wrong(x->ca, x->resource, "there is no such resource");
	ca_refuse(x, 404, CA_PROBLEM("malformed", "no such resource"));
}
