/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
 */
#ifndef ACME_BASE_UTF8_H
#define ACME_BASE_UTF8_H

#include "base/span.h"

#include <stdint.h>

#define ACME_UTF8_MAX 4 /* bytes of a character */

bool acme_utf8_is_valid(struct acme_span text);

/* ${text} behind its byte order mark, if it begins with one (RFC 8259 §8.1). */
struct acme_span acme_utf8_unmarked(struct acme_span text);

/*
 * The length of the character that ${text} begins with, and its code point.
 * 0: there is none, or its bytes are no UTF-8.
 */
size_t acme_utf8_first(struct acme_span text, uint32_t *code_point);

/* Write a character, which is no surrogate; returns its length. */
size_t acme_utf8_write(uint32_t code_point, char to[ACME_UTF8_MAX]);

#endif
