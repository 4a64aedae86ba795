/* SPDX-License-Identifier: MIT */
/*
 * What a status says (RFC 9110 §15): those that mean something of their own in
 * ACME, and the classes of the others.
 */
#ifndef ACME_PROTOCOL_HTTP_HTTP_STATUS_H
#define ACME_PROTOCOL_HTTP_HTTP_STATUS_H

enum acme_http_status {
	ACME_HTTP_STATUS_OTHER,	     /* also 0: there was no response */
	ACME_HTTP_STATUS_SUCCESSFUL, /* 2xx */
	ACME_HTTP_STATUS_NOT_FOUND,
	ACME_HTTP_STATUS_CONFLICT,
	ACME_HTTP_STATUS_TOO_MANY_REQUESTS,
	ACME_HTTP_STATUS_NOT_IMPLEMENTED,
	ACME_HTTP_STATUS_SERVER_ERROR, /* 5xx, but 501 */
};

enum acme_http_status acme_http_status(unsigned int code);

#endif
