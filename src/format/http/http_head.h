/* SPDX-License-Identifier: MIT */
/*
 * The head of an HTTP/1.x response (RFC 9112 §4 and §5): status line and
 * field lines.  It keeps offsets, never pointers, as the bytes may move while
 * more arrive.  A folded line becomes one line in place (§5.2), and white space
 * before a colon is no part of the name (§5.1).  Used by http_message.c and
 * http_fields.c only.
 */
#ifndef ACME_FORMAT_HTTP_HTTP_HEAD_H
#define ACME_FORMAT_HTTP_HTTP_HEAD_H

#include "base/fault.h"
#include "base/span.h"

#define ACME_HTTP_HEAD_MAX_LEN 32768 /* bytes, interim responses counted in */

struct acme_http_head {
	int cs;		     /* the machine's state */
	size_t at;	     /* first byte not scanned yet */
	unsigned int minor;  /* HTTP/1.minor */
	unsigned int status; /* 100 to 999 */
	size_t fields_at;    /* the first field line */
};

/* A head that begins at the offset ${at}. */
void acme_http_head_init(struct acme_http_head *head, size_t at);

/*
 * Go on at head->at; ${data} is the whole response so far.  When ${complete},
 * head->at is the first byte after the empty line.
 */
enum acme_err acme_http_head_parse(struct acme_http_head *head, char *data,
				   size_t len, bool *complete,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
