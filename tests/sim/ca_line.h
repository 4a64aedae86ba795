/* SPDX-License-Identifier: MIT */
/* What a model CA is told in advance to do wrong. */
#ifndef SIM_CA_LINE_H
#define SIM_CA_LINE_H

#include "base/span.h"

#include <stdint.h>

enum ca_how {
	CA_ANSWER,
	CA_HANG_UP_BEFORE, /* it closes instead of looking at the request */
	CA_HANG_UP_AFTER,  /* it does what it was asked, and closes */
	CA_HANG_UP_WITHIN, /* in the middle of the answer */
	CA_LAST,	   /* it answers with Connection: close, and closes */
	CA_LAST_UNSAID,	   /* as if it kept the connection, but its end is in
			    * one piece with the answer */
	CA_CUT_AT_ONCE,	   /* the same in the middle of the answer */
	CA_NO_ANSWER,	   /* none, and the connection stays open */
	CA_NOT_HTTP,	   /* bytes that are no HTTP */
	CA_TOO_MUCH,	   /* the answer, and bytes that nobody asked for */
	CA_TOO_LONG,	   /* the same in one piece */
};

/* What happens to the next requests for a resource; zero: nothing special. */
struct ca_line {
	const char *resource; /* first part of the path: "newOrder" */
	unsigned int number;  /* of the order in the path; 0: any */
	enum ca_how how;
	unsigned int status;  /* answered without a look, if not 0 */
	const char *headers;  /* added: "Retry-After: 7\r\n" */
	const char *body;     /* instead of the real one */
	struct acme_span raw; /* instead of the whole answer */
	const char *object;   /* the status that the object then has */
	uint64_t delay_us;    /* added to the CA's own */
	unsigned int times;   /* 0: for ever */
};

#endif
