/* SPDX-License-Identifier: MIT */
/*
 * base64url without padding, as JOSE and ACME write bytes (RFC 4648 §5,
 * RFC 7515 §2).  There is one spelling for each value: padding, line breaks,
 * the letters + and /, and bits left over are errors.
 */
#ifndef ACME_FORMAT_BASE64URL_H
#define ACME_FORMAT_BASE64URL_H

#include "base/buf.h"

/* Append the text of ${bytes}.  ACME_ERR_LIMIT, ACME_ERR_MEMORY. */
enum acme_err acme_base64url_encode(struct acme_span bytes,
				    struct acme_buf *text) ACME_MUST_CHECK;

/*
 * Append the bytes that ${text} stands for; on failure ${bytes} is as it was.
 * The fault names the offset and never quotes the text, which may be secret.
 */
enum acme_err acme_base64url_decode(struct acme_span text,
				    struct acme_buf *bytes,
				    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
