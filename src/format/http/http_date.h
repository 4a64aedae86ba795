/* SPDX-License-Identifier: MIT */
/*
 * HTTP-date in its three forms (RFC 9110 §5.6.7).  No locale, no time zone of
 * the process, no strptime().
 */
#ifndef ACME_FORMAT_HTTP_HTTP_DATE_H
#define ACME_FORMAT_HTTP_HTTP_DATE_H

#include "base/fault.h"
#include "base/span.h"

#include <stdint.h>

/*
 * ${unix_s}: seconds since 1970.  A year of two digits that would be more than
 * 50 years after ${now_s} is the one a century before.
 */
enum acme_err acme_http_date_parse(struct acme_span value, int64_t now_s,
				   int64_t *unix_s,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
