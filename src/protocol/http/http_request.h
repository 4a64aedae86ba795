/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a request to a CA (RFC 9112 §3).
 */
#ifndef ACME_PROTOCOL_HTTP_HTTP_REQUEST_H
#define ACME_PROTOCOL_HTTP_HTTP_REQUEST_H

#include "base/buf.h"

enum acme_http_method {
	ACME_HTTP_GET,
	ACME_HTTP_HEAD,
	ACME_HTTP_POST,
};

/* As it stands in a request. */
const char *acme_http_method_name(enum acme_http_method method);

/*
 * Append a request for the absolute https ${url} to ${out}: Host, User-Agent,
 * Accept-Encoding, Accept-Language, and for POST Content-Length and
 * application/jose+json (RFC 8555 §6.1, §6.2).  Only a POST has a ${body}.
 */
enum acme_err acme_http_request(enum acme_http_method method,
				struct acme_span url, struct acme_span body,
				struct acme_buf *out,
				struct acme_fault *fault) ACME_MUST_CHECK;

#endif
