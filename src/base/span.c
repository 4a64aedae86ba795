/* SPDX-License-Identifier: MIT */
/*
 * These comparisons of spans do not fit in a header.  They know ASCII only: the
 * locale of the server's process must not change what a protocol word is.
 */
#include "base/span.h"

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool
acme_span_equal_nocase(struct acme_span a, struct acme_span b)
{
	size_t i;

	if (a.len != b.len)
		return false;
	for (i = 0; i < a.len; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	return true;
}
