/* SPDX-License-Identifier: MIT */
/*
 * Inputs of a parser as copies of exactly their size, so that a sanitizer
 * sees the first byte that is read past them.
 */
#ifndef TEST_EXACT_H
#define TEST_EXACT_H

#include "base/buf.h"

#include <stdlib.h>

static inline struct acme_span
exact_copy(struct acme_span span)
{
	char *copy = malloc(span.len ? span.len : 1);

	if (!copy)
		abort();
	if (span.len)
		memcpy(copy, span.data, span.len);
	return acme_span(copy, span.len);
}

static inline void
exact_free(struct acme_span copy)
{
	free((void *)(size_t)copy.data);
}

#endif
