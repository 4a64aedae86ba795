/* SPDX-License-Identifier: MIT */
/*
 * This finds where a response leads to, by Location and Link, which may be
 * relative to the URL that was asked for (RFC 9110 §10.2.2, RFC 8288 §3).
 */
#include "client/http/exchange.h"

#include "format/url.h"

#include <stdlib.h>

static enum acme_err
resolve(const struct acme_exchange *x, const struct acme_buf *field, char **url,
	struct acme_fault *fault)
{
	struct acme_url split;
	enum acme_err err;

	if (field->len && memchr(field->data, '#', field->len))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "URL '%.200s' has a fragment",
				      acme_buf_str(field));
	err = acme_url_resolve(x->url, acme_buf_span(field), url, fault);
	if (err)
		return err;
	err = acme_url_parse(acme_span_str(*url), true, &split, fault);
	if (!err)
		return ACME_OK;
	free(*url);
	*url = NULL;
	return err;
}

enum acme_err
acme_exchange_field_url(const struct acme_exchange *x, const char *name,
			const struct acme_buf *field, char **url,
			struct acme_fault *fault)
{
	enum acme_err err;

	free(*url);
	*url = NULL;
	if (!field->len)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "the response has no %s", name);
	err = resolve(x, field, url, fault);
	return err ? acme_fault_in(fault, err, "%s", name) : ACME_OK;
}

enum acme_err
acme_exchange_location(const struct acme_exchange *x, char **url,
		       struct acme_fault *fault)
{
	return acme_exchange_field_url(x, "Location",
				       &acme_exchange_response(x)->location,
				       url, fault);
}

enum acme_err
acme_exchange_link_up(const struct acme_exchange *x, char **url,
		      struct acme_fault *fault)
{
	const struct acme_buf *up = &acme_exchange_response(x)->link_up;
	enum acme_err err = acme_exchange_field_url(x, "Link", up, url, fault);

	return up->len ? err : ACME_OK;
}
