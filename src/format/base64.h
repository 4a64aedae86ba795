/* SPDX-License-Identifier: MIT */
/*
 * The decoder behind base64url.h and pem.h: six bits a letter, strict.
 */
#ifndef ACME_FORMAT_BASE64_H
#define ACME_FORMAT_BASE64_H

#include "base/buf.h"

enum acme_base64_form {
	ACME_BASE64_URL, /* RFC 4648 §5, no padding, nothing between letters */
	ACME_BASE64_PEM, /* RFC 4648 §4, padded; white space is skipped */
};

/* As acme_base64url_decode(). */
enum acme_err acme_base64_decode(enum acme_base64_form form,
				 struct acme_span text, struct acme_buf *bytes,
				 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
