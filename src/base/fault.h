/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, recorded once where it is found: a class that a table can
 * decide on, and one sentence for the operator.  No secret may go in.
 */
#ifndef ACME_BASE_FAULT_H
#define ACME_BASE_FAULT_H

#include "base/attributes.h"

#include <stdarg.h>

#define ACME_FAULT_TEXT_MAX 512

enum acme_err {
	ACME_OK,
	ACME_ERR_MEMORY,    /* an allocation failed */
	ACME_ERR_LIMIT,	    /* longer or more than a stated limit */
	ACME_ERR_SYNTAX,    /* outside bytes are not of their grammar */
	ACME_ERR_INVALID,   /* well formed, but not acceptable here */
	ACME_ERR_CRYPTO,    /* the crypto library refused */
	ACME_ERR_NOT_FOUND, /* a file or record is not there */
	ACME_ERR_EXISTS,    /* what was to be made is there already */
	ACME_ERR_SYSTEM,  /* the operating system refused: errno in the text */
	ACME_ERR_RESOLVE, /* the address of the CA's host can't be had now */
	ACME_ERR_NO_HOST, /* there is no such host */
	ACME_ERR_TCP,	  /* the CA can't be reached */
	ACME_ERR_TLS,	  /* the CA's TLS or certificate is not acceptable */
	ACME_ERR_CLOSED,  /* the peer closed the connection */
	ACME_ERR__MAX
};

struct acme_fault {
	enum acme_err err;
	char text[ACME_FAULT_TEXT_MAX]; /* one sentence, NUL-terminated */
};

/*
 * Record ${err} and a sentence in ${fault} (may be NULL), and return ${err}:
 * `return acme_fault_set(fault, ACME_ERR_SYNTAX, "line %u: ...", line);`
 * The sentence is made printable (base/printable.h), as words of a CA may be
 * quoted in it, and cut where it is too long.
 */
enum acme_err acme_fault_set(struct acme_fault *fault, enum acme_err err,
			     const char *fmt, ...) ACME_PRINTF(3, 4);

/*
 * Put "${context}: " before the sentence that ${fault} (may be NULL) has, and
 * return its class.
 */
enum acme_err acme_fault_in(struct acme_fault *fault, enum acme_err err,
			    const char *fmt, ...) ACME_PRINTF(3, 4);

/* The class as a word for logs: "tls", "syntax". */
const char *acme_err_name(enum acme_err err);

#endif
