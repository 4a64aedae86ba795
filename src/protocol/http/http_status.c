/* SPDX-License-Identifier: MIT */
/* This sorts the numbers of HTTP statuses (RFC 9110 §15). */
#include "protocol/http/http_status.h"

enum acme_http_status
acme_http_status(unsigned int code)
{
	switch (code) {
	case 404:
		return ACME_HTTP_STATUS_NOT_FOUND;
	case 409:
		return ACME_HTTP_STATUS_CONFLICT;
	case 429:
		return ACME_HTTP_STATUS_TOO_MANY_REQUESTS;
	case 501:
		return ACME_HTTP_STATUS_NOT_IMPLEMENTED;
	default:
		break;
	}
	if (code >= 200 && code < 300)
		return ACME_HTTP_STATUS_SUCCESSFUL;
	return code >= 500 ? ACME_HTTP_STATUS_SERVER_ERROR
			   : ACME_HTTP_STATUS_OTHER;
}
