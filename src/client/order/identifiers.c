/* SPDX-License-Identifier: MIT */
/*
 * A challenge response is served for a name that was ordered, and for no
 * other: who responds for others' names helps whoever asks the CA for them.
 */
#include "client/order/identifiers.h"

/* A final dot says that a name is whole, which all of these are. */
static struct acme_span
without_dot(const char *name)
{
	struct acme_span span = acme_span_str(name);

	if (span.len && span.data[span.len - 1] == '.')
		span.len--;
	return span;
}

static bool
is_same(const char *a, const char *b)
{
	return acme_span_equal_nocase(without_dot(a), without_dot(b));
}

static bool
has(char **names, size_t n_names, const char *name)
{
	size_t i;

	for (i = 0; i < n_names; i++)
		if (is_same(names[i], name))
			return true;
	return false;
}

static enum acme_err
refuse_foreign(const char *wildcard, const char *name, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "it is for '%s%s', which was not ordered",
			      wildcard, name);
}

enum acme_err
acme_identifiers_check_order(const struct acme_config *config,
			     const struct acme_order *order,
			     struct acme_fault *fault)
{
	size_t i, n = order->n_identifiers;

	if (order->n_authorizations > config->n_names)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "it has %zu authorizations for %zu "
				      "name%s",
				      order->n_authorizations, config->n_names,
				      config->n_names == 1 ? "" : "s");
	for (i = 0; i < n; i++)
		if (!has(config->names, config->n_names, order->identifiers[i]))
			return refuse_foreign("", order->identifiers[i], fault);
	for (i = 0; n && i < config->n_names; i++)
		if (!has(order->identifiers, n, config->names[i]))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "'%s' was ordered, and is not in "
					      "it",
					      config->names[i]);
	return ACME_OK;
}

/* §7.1.4: that of "*.a.example" has the identifier "a.example". */
static bool
is_for(const struct acme_authz *authz, const char *name)
{
	if (authz->wildcard && strncmp(name, "*.", 2) != 0)
		return false;
	return is_same(authz->wildcard ? name + 2 : name, authz->identifier);
}

enum acme_err
acme_identifiers_check_authz(const struct acme_config *config,
			     const struct acme_authz *authz, const char **name,
			     struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < config->n_names; i++)
		if (is_for(authz, config->names[i]) &&
		    (!*name || is_same(*name, config->names[i]))) {
			*name = config->names[i];
			return ACME_OK;
		}
	return refuse_foreign(authz->wildcard ? "*." : "", authz->identifier,
			      fault);
}

bool
acme_identifiers_same(const struct acme_authz *a, const struct acme_authz *b)
{
	return a->identifier && b->identifier && a->wildcard == b->wildcard &&
	       is_same(a->identifier, b->identifier);
}
