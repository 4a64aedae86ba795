/* SPDX-License-Identifier: MIT */
/*
 * Both extensions are a list of vectors (RFC 8446 §3.4), and have one element
 * here.
 */
#include "format/tls_hello.h"

#include "format/vector.h"

#define NAME_TYPE_HOST 0

/* The list that ${extension} is, and nothing behind it. */
static bool
take_list(struct acme_span extension, struct acme_span *list)
{
	return acme_vector_take(&extension, 2, list) && !extension.len;
}

bool
acme_tls_hello_offers_only(struct acme_span extension,
			   struct acme_span protocol)
{
	struct acme_span list, offered;

	return take_list(extension, &list) &&
	       acme_vector_take(&list, 1, &offered) && !list.len &&
	       acme_span_equal(offered, protocol);
}

bool
acme_tls_hello_server_name(struct acme_span extension, struct acme_span *name)
{
	struct acme_span list, host;

	if (!take_list(extension, &list) || !list.len ||
	    *list.data != NAME_TYPE_HOST)
		return false;
	list = acme_span(list.data + 1, list.len - 1);
	if (!acme_vector_take(&list, 2, &host) || list.len || !host.len)
		return false;
	*name = host;
	return true;
}
