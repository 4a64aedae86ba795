/* SPDX-License-Identifier: MIT */
/* This takes the origin that a URL leads to from its text. */
#include "client/http/origin.h"

#include "format/url.h"

enum acme_err
acme_origin_of(const char *url, struct acme_origin *origin,
	       struct acme_fault *fault)
{
	struct acme_url split;
	enum acme_err err =
		acme_url_parse(acme_span_str(url), true, &split, fault);

	if (!err)
		*origin = (struct acme_origin){
			.host = acme_url_host_bare(&split),
			.port = split.port,
		};
	return err;
}

bool
acme_origin_equal(struct acme_origin a, struct acme_origin b)
{
	return a.port == b.port && acme_span_equal_nocase(a.host, b.host);
}
