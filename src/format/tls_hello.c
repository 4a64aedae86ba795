/* SPDX-License-Identifier: MIT */
/* Both are a list of vectors (RFC 8446 §3.4), and of one element here. */
#include "format/tls_hello.h"

#define NAME_TYPE_HOST 0

/*
 * Take a vector from the front of ${span}: its length in ${n_octets} octets,
 * then so many bytes.
 */
static bool
take_vector(struct acme_span *span, size_t n_octets, struct acme_span *vector)
{
	const unsigned char *bytes = acme_span_bytes(*span);
	size_t i, len = 0;

	if (span->len < n_octets)
		return false;
	for (i = 0; i < n_octets; i++)
		len = len << 8 | bytes[i];
	if (span->len - n_octets < len)
		return false;
	*vector = acme_span(span->data + n_octets, len);
	*span = acme_span(vector->data + len, span->len - n_octets - len);
	return true;
}

/* The list that ${extension} is, and nothing behind it. */
static bool
take_list(struct acme_span extension, struct acme_span *list)
{
	return take_vector(&extension, 2, list) && !extension.len;
}

bool
acme_tls_hello_offers_only(struct acme_span extension,
			   struct acme_span protocol)
{
	struct acme_span list, offered;

	return take_list(extension, &list) && take_vector(&list, 1, &offered) &&
	       !list.len && acme_span_equal(offered, protocol);
}

bool
acme_tls_hello_server_name(struct acme_span extension, struct acme_span *name)
{
	struct acme_span list, host;

	if (!take_list(extension, &list) || !list.len ||
	    *list.data != NAME_TYPE_HOST)
		return false;
	list = acme_span(list.data + 1, list.len - 1);
	if (!take_vector(&list, 2, &host) || list.len || !host.len)
		return false;
	*name = host;
	return true;
}
