/* SPDX-License-Identifier: MIT */
/*
 * The resources of ACME v1 (draft-ietf-acme-acme-03), as Boulder had them: a
 * new-authz is an order of one name here, a new-cert one of all of the CSR's.
 */
#include "ca_v1.h"

#include "ca_private.h"

#include "format/base64url.h"
#include "format/json/json.h"
#include "format/pem.h"

#include <stdio.h>
#include <stdlib.h>

#define CA_V1_DIRECTORY                                              \
	"{\"new-reg\":\"" CA_URL "new-reg\",\"new-authz\":\"" CA_URL \
	"new-authz\",\"new-cert\":\"" CA_URL "new-cert\"}"

/* A member of the payload, on the heap; "" where there is none. */
static char *
member(const struct ca_exchange *x, const char *object, const char *name)
{
	const struct acme_json_value *value;
	struct acme_json *json = NULL;
	char *text;

	if (acme_json_parse(acme_buf_span(&x->payload), &json, NULL))
		abort();
	value = acme_json_root(json);
	if (object)
		value = acme_json_member(value, object);
	text = acme_span_dup(acme_json_text(acme_json_member(value, name)));
	acme_json_free(json);
	if (!text)
		abort();
	return text;
}

static bool
says(const struct ca_exchange *x, const char *name, const char *want)
{
	char *text = member(x, NULL, name);
	bool same = !strcmp(text, want);

	free(text);
	return same;
}

static void
link_terms(struct ca_exchange *x)
{
	ca_add(&x->headers,
	       "Link: <" CA_URL "new-authz>;rel=\"next\"\r\n"
	       "Link: <" CA_URL "%s>;rel=\"terms-of-service\"\r\n",
	       x->ca->terms);
}

/* 409 names the account, and not the terms. */
static void
new_reg(struct ca_exchange *x)
{
	struct ca *ca = x->ca;
	bool known = !strcmp(ca->account, x->thumbprint);

	if (!known) {
		memcpy(ca->account, x->thumbprint, sizeof(ca->account));
		ca->agreed = NULL;
		ca->n_accounts++;
		link_terms(x);
	}
	ca_add(&x->headers, "Location: %sreg/%u\r\n", ca_base(x->ca),
	       ca->n_accounts);
	ca_add(&x->out, "{\"status\":\"valid\"}");
	x->status = 201;
	if (known)
		ca_refuse(x, 409, V1_PROBLEM("malformed", "key in use"));
}

static void
reg(struct ca_exchange *x)
{
	char *agreement = member(x, NULL, "agreement"), want[64];

	snprintf(want, sizeof(want), CA_URL "%s", x->ca->terms);
	link_terms(x);
	ca_add(&x->out, "{\"status\":\"valid\"}");
	x->status = 202;
	if (!strcmp(agreement, want))
		x->ca->agreed = x->ca->terms;
	else if (agreement[0])
		ca_refuse(x, 400, V1_PROBLEM("malformed", "other terms"));
	free(agreement);
}

static void
new_authz(struct ca_exchange *x)
{
	struct ca_order *order = ca_order_add(x->ca, 1);
	char *name = member(x, "identifier", "value");

	ca_order_add_name(order, acme_span_str(name));
	free(name);
	ca_add(&x->headers, "Location: %sauthz/%u/0\r\n", ca_base(x->ca),
	       order->number);
	ca_write_authz(x, &order->authzs[0]);
	x->status = 201;
}

static struct ca_order *
find(struct ca_exchange *x)
{
	struct ca_order *order;

	for (order = x->ca->orders; order; order = order->next)
		if (order->number == x->number)
			return order;
	abort();
}

static void
authz(struct ca_exchange *x)
{
	ca_write_authz(x, &find(x)->authzs[0]);
}

static void
challenge(struct ca_exchange *x)
{
	struct ca_order *order = find(x);
	char token[64], want[256];

	if (strcmp(order->authzs[0].status, "pending")) {
		ca_refuse(x, 400, V1_PROBLEM("malformed", "must be pending"));
		return;
	}
	order->authzs[0].type = x->type;
	ca_token(&order->authzs[0], x->type, token);
	snprintf(want, sizeof(want), "%s.%s", token, x->ca->account);
	if (!says(x, "keyAuthorization", want) ||
	    !says(x, "type", x->ca->types[x->type]))
		ca_wrong(x->ca, x->resource, "a wrong answer");
	ca_validate(order, &order->authzs[0]);
	ca_write_challenge(x, &order->authzs[0]);
	x->status = 202;
}

/* Block ${n} of the chain, as DER. */
static void
write_der(struct ca_exchange *x, const struct acme_buf *chain, unsigned int n)
{
	struct acme_pem_block block;
	struct acme_pem pem;
	bool found = true;

	acme_pem_init(&pem, acme_buf_span(chain));
	do {
		if (acme_pem_next(&pem, &block, &found, NULL) || !found)
			abort();
	} while (n--);
	if (acme_pem_decode(&block, &x->out, NULL))
		abort();
}

static void
cert(struct ca_exchange *x)
{
	struct ca_order *order = find(x);

	if (strcmp(order->status, "valid")) {
		x->status = 202;
		return;
	}
	ca_add(&x->headers, "Link: <%sissuer-cert>;rel=\"up\"\r\n",
	       ca_base(x->ca));
	write_der(x, &order->chain, 0);
}

static void
issuer_cert(struct ca_exchange *x)
{
	write_der(x, &x->ca->own, 0);
}

static bool
has_name(const struct ca_order *order, const char *name)
{
	size_t i;

	for (i = 0; i < order->n_authzs; i++)
		if (!strcmp(order->authzs[i].name, name))
			return true;
	return false;
}

/* All names that have a valid authorization: the model has one client. */
static struct ca_order *
order_of_valid(struct ca *ca)
{
	struct ca_order *of, *order = ca_order_add(ca, ca->n_orders);

	for (of = order->next; of; of = of->next)
		if (of->n_authzs && !strcmp(of->authzs[0].status, "valid") &&
		    !has_name(order, of->authzs[0].name))
			ca_order_add_name(order,
					  acme_span_str(of->authzs[0].name));
	return order;
}

static void
signed_now(void *arg)
{
	struct ca_order *order = arg;

	order->status = "valid";
}

static void
new_cert(struct ca_exchange *x)
{
	struct ca_order *order = order_of_valid(x->ca);
	struct acme_buf csr = ACME_BUF_INIT(CA_TEXT_MAX);
	char *text = member(x, NULL, "csr");
	bool fine = !acme_base64url_decode(acme_span_str(text), &csr, NULL) &&
		    ca_issue(order, acme_buf_span(&csr));

	free(text);
	acme_buf_clear(&csr);
	if (!fine) {
		ca_refuse(x, 400, V1_PROBLEM("malformed", "a wrong CSR"));
		return;
	}
	order->status = x->ca->sign_us ? "processing" : "valid";
	if (x->ca->sign_us)
		agenda_add(&x->ca->world->agenda, x->ca->sign_us, order,
			   signed_now, NULL, order);
	ca_add(&x->headers, "Location: %scert/%u\r\n", ca_base(x->ca),
	       order->number);
	x->number = order->number;
	x->status = 201;
	cert(x);
}

/* Who may ask: the account, and it has agreed to the terms. */
static bool
is_allowed(struct ca_exchange *x)
{
	bool post = !strcmp(x->method, "POST");

	if (post && !says(x, "resource", x->resource))
		ca_wrong(x->ca, x->resource, "another resource is named");
	if (!post || !strcmp(x->resource, "new-reg"))
		return true;
	if (strcmp(x->ca->account, x->thumbprint) != 0)
		ca_refuse(x, 403, V1_PROBLEM("unauthorized", "no account"));
	else if (strcmp(x->resource, "reg") != 0 &&
		 x->ca->agreed != x->ca->terms)
		ca_refuse(x, 403, V1_PROBLEM("unauthorized", "must agree"));
	else
		return true;
	return false;
}

bool
ca_v1_answer(struct ca_exchange *x)
{
	static const struct {
		const char *resource;
		void (*answer)(struct ca_exchange *x);
	} resources[] = {
		{ "directory", ca_write_directory },
		{ "new-reg", new_reg },
		{ "reg", reg },
		{ "new-authz", new_authz },
		{ "authz", authz },
		{ "challenge", challenge },
		{ "new-cert", new_cert },
		{ "cert", cert },
		{ "issuer-cert", issuer_cert },
	};
	size_t i;

	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++)
		if (!strcmp(x->resource, resources[i].resource)) {
			if (is_allowed(x))
				resources[i].answer(x);
			return true;
		}
	return false;
}

void
ca_speak_v1(struct ca *ca)
{
	ca->v1 = true;
	ca->directory = CA_V1_DIRECTORY;
}
