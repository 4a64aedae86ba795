/* SPDX-License-Identifier: MIT */
/*
 * A span borrows bytes that somebody else owns.  It is passed by value, is
 * never NUL-terminated by promise, and is never written through.
 */
#ifndef ACME_BASE_SPAN_H
#define ACME_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct acme_span {
	const char *data;
	size_t len; /* bytes */
};

/* A string literal as a span; its length is known at compile time. */
#define ACME_SPAN(literal) \
	((struct acme_span){ (literal), sizeof(literal) - 1 })

static inline struct acme_span
acme_span(const void *data, size_t len)
{
	return (struct acme_span){ (const char *)data, len };
}

/* NULL is the empty span. */
static inline struct acme_span
acme_span_str(const char *str)
{
	return (struct acme_span){ str, str ? strlen(str) : 0 };
}

static inline const unsigned char *
acme_span_bytes(struct acme_span span)
{
	return (const unsigned char *)span.data;
}

static inline bool
acme_span_equal(struct acme_span a, struct acme_span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}

/* ASCII letters compare without case (RFC 9110 §5.1: field names). */
bool acme_span_equal_nocase(struct acme_span a, struct acme_span b);

#endif
