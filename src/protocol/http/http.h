/* SPDX-License-Identifier: MIT */
/*
 * HTTP/1.1 as an ACME client needs it (RFC 9112): the bytes of a request, and
 * a response read from bytes as they come.  No I/O.
 */
#ifndef ACME_PROTOCOL_HTTP_HTTP_H
#define ACME_PROTOCOL_HTTP_HTTP_H

#include "protocol/http/http_reader.h"
#include "protocol/http/http_request.h"
#include "protocol/http/http_response.h"

#endif
