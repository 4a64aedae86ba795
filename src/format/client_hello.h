/* SPDX-License-Identifier: MIT */
/*
 * A ClientHello (RFC 8446 §4.1.2, and as it was before) in the first bytes
 * that a client sends: those of anybody, before anything is known of who
 * sent them.  It may be spread over records (§5.1), and the records over reads.
 */
#ifndef ACME_FORMAT_CLIENT_HELLO_H
#define ACME_FORMAT_CLIENT_HELLO_H

#include "base/buf.h"

/* Real ones are below two thousand bytes, and in one record. */
#define ACME_CLIENT_HELLO_MAX	      16384 /* bytes of the message */
#define ACME_CLIENT_HELLO_RECORDS_MAX (2 * ACME_CLIENT_HELLO_MAX)

enum acme_client_hello {
	ACME_CLIENT_HELLO_PARTIAL, /* so far so good */
	ACME_CLIENT_HELLO_WHOLE,
	ACME_CLIENT_HELLO_BAD, /* TLS, but no hello, or a longer one */
	ACME_CLIENT_HELLO_NOT_TLS,
};

/*
 * Look at the first bytes of a connection, ${bytes}.  PARTIAL: with less than
 * ${len} bytes there is no need to look again.  WHOLE: ${message} is the
 * message, joined, and ${len} the bytes of its records.  ${message} is emptied
 * first; it has to take ACME_CLIENT_HELLO_MAX.
 */
enum acme_client_hello acme_client_hello_find(struct acme_span bytes,
					      struct acme_buf *message,
					      size_t *len);

/* The highest version that a whole ${message} offers, as it was told before TLS
 * 1.3: 0x0303 is TLS 1.2. */
unsigned int acme_client_hello_version(struct acme_span message);

/* Its cipher suites, two bytes each, borrowed.  Empty: it is not well formed up
 * to them. */
struct acme_span acme_client_hello_suites(struct acme_span message);

/*
 * The body of the extension ${type} of a whole ${message}, borrowed.  Empty:
 * there is none, or the message is not well formed up to it.
 */
struct acme_span acme_client_hello_extension(struct acme_span message,
					     unsigned int type);

/* Has it this extension more than once, which no hello may (RFC 8446 §4.2)? */
bool acme_client_hello_has_twice(struct acme_span message, unsigned int type);

#endif
