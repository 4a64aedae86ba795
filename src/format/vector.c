/* SPDX-License-Identifier: MIT */
/* This reads the vectors of TLS messages (RFC 8446 §3.4). */
#include "format/vector.h"

size_t
acme_vector_number(struct acme_span octets)
{
	const unsigned char *bytes = acme_span_bytes(octets);
	size_t i, number = 0;

	for (i = 0; i < octets.len; i++)
		number = number << 8 | bytes[i];
	return number;
}

bool
acme_vector_skip(struct acme_span *span, size_t len)
{
	if (span->len < len)
		return false;
	*span = acme_span(span->data + len, span->len - len);
	return true;
}

bool
acme_vector_take(struct acme_span *span, size_t n_octets,
		 struct acme_span *vector)
{
	struct acme_span rest = *span;
	size_t len;

	if (!acme_vector_skip(&rest, n_octets))
		return false;
	len = acme_vector_number(acme_span(span->data, n_octets));
	*vector = acme_span(rest.data, len);
	if (!acme_vector_skip(&rest, len))
		return false;
	*span = rest;
	return true;
}
