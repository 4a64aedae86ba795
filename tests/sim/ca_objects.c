/* SPDX-License-Identifier: MIT */
/*
 * The CA's objects as JSON (RFC 8555 §7.1).  Where the script wants another
 * status, that is what the client is told.
 */
#include "ca_private.h"

#include <ctype.h>
#include <stdlib.h>

static const char *
told(const struct ca_exchange *x, const char *status)
{
	return x->line.object ? x->line.object : status;
}

static const char *
spelt(const struct ca *ca, const char *name, char buffer[256])
{
	size_t i;

	for (i = 0; i < 254 && name[i]; i++)
		buffer[i] = (char)(ca->capitals ? toupper(name[i]) : name[i]);
	if (ca->dots)
		buffer[i++] = '.';
	buffer[i] = '\0';
	return buffer;
}

void
ca_write_directory(struct ca_exchange *x)
{
	const char *host = x->ca->host;

	if (x->ca->directory)
		ca_add(&x->out, "%s", x->ca->directory);
	else
		ca_add(&x->out,
		       "{\"newNonce\":\"https://%s/newNonce\","
		       "\"newAccount\":\"https://%s/newAccount\","
		       "\"newOrder\":\"https://%s/newOrder\","
		       "\"meta\":{\"termsOfService\":\"" CA_URL "terms\"}}",
		       host, host, host);
}

void
ca_write_order(struct ca_exchange *x, const struct ca_order *order)
{
	const char *status = told(x, order->status), *host = x->ca->host;
	unsigned int n = order->number;
	char name[256];
	size_t i;

	ca_add(&x->out,
	       "{\"status\":\"%s\",\"finalize\":\"https://%s/"
	       "finalize/%u\",\"identifiers\":[",
	       status, host, n);
	for (i = 0; i < order->n_authzs; i++)
		ca_add(&x->out, "%s{\"type\":\"dns\",\"value\":\"%s\"}",
		       i ? "," : "", spelt(x->ca, order->authzs[i].name, name));
	ca_add(&x->out, "],\"authorizations\":[");
	for (i = 0; i < order->n_authzs; i++)
		ca_add(&x->out, "%s\"https://%s/authz/%u/%zu\"", i ? "," : "",
		       host, n, i);
	ca_add(&x->out, "]");
	if (order->error)
		ca_add(&x->out, ",\"error\":%s", order->error);
	if (!strcmp(status, "valid"))
		ca_add(&x->out,
		       ",\"certificate\":\"https://%s/certificate/%u\"", host,
		       n);
	ca_add(&x->out, "}");
}

static void
add_challenge(struct ca_exchange *x, const struct ca_authz *authz,
	      unsigned int type)
{
	bool chosen = type == authz->type;
	char token[64];

	ca_token(authz, type, token);
	ca_add(&x->out,
	       "{\"type\":\"%s\",\"status\":\"%s\",\"token\":\"%s\","
	       "\"%s\":\"https://%s/challenge/%u/%u/%u\"",
	       x->ca->types[type],
	       told(x, chosen ? authz->challenge_status : "pending"), token,
	       x->ca->v1 ? "uri" : "url", x->ca->host, authz->order,
	       authz->index, type);
	if (authz->error && chosen)
		ca_add(&x->out, ",\"error\":%s", authz->error);
	ca_add(&x->out, "}");
}

void
ca_write_challenge(struct ca_exchange *x, const struct ca_authz *authz)
{
	add_challenge(x, authz, authz->type);
}

void
ca_write_authz(struct ca_exchange *x, const struct ca_authz *authz)
{
	char name[256];

	ca_add(&x->out,
	       "{\"status\":\"%s\",\"identifier\":{\"type\":\"dns\","
	       "\"value\":\"%s\"},\"challenges\":[",
	       told(x, authz->status), spelt(x->ca, authz->name, name));
	add_challenge(x, authz, 0);
	if (x->ca->types[1]) {
		ca_add(&x->out, ",");
		add_challenge(x, authz, 1);
	}
	ca_add(&x->out, "]}");
}
