/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
 */
#ifndef ACME_FORMAT_UTF8_H
#define ACME_FORMAT_UTF8_H

#include "base/span.h"

bool acme_utf8_is_valid(struct acme_span text);

#endif
