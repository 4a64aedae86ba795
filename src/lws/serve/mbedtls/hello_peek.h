/* SPDX-License-Identifier: MIT */
/*
 * What a client says first, and what follows from it: lws with mbedTLS is to
 * have the connection, or a validator's handshake begins, or it is over.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_HELLO_PEEK_H
#define ACME_LWS_SERVE_MBEDTLS_HELLO_PEEK_H

#include "format/client_hello.h"
#include "lws/serve/challenge_match.h"

/*
 * So long a client may take for a whole ClientHello, and a validator for the
 * handshake behind it: some round trips of the slowest network, and not long
 * for who only wants to hold a descriptor.
 */
#define ACME_HELLO_PATIENCE_S 10

struct acme_hello_peek {
	struct acme_hello_filters *hello_filters;
	struct lws_vhost *vhost; /* whose port it is */
	char *bytes;		 /* room for ACME_CLIENT_HELLO_RECORDS_MAX */
	struct acme_buf message; /* of a whole ClientHello */
};

enum acme_hello_peeked {
	ACME_HELLO_PEEKED_WAIT, /* it has not said enough */
	ACME_HELLO_PEEKED_ORDINARY,
	ACME_HELLO_PEEKED_CHALLENGE,
	ACME_HELLO_PEEKED_OVER, /* it has gone, or was told to go: close it */
};

/* ACME_ERR_MEMORY.  Clear ${peek} in any case. */
enum acme_err acme_hello_peek_init(struct acme_hello_peek *peek,
				   struct acme_hello_filters *filters,
				   struct lws_vhost *vhost) ACME_MUST_CHECK;

void acme_hello_peek_clear(struct acme_hello_peek *peek);

/*
 * Look at what there is in ${fd}, and leave it there: ${said} bytes.  ${len}
 * are those that the records of its hello have, or where it has to be waited
 * for, as many as are worth another look.  ${hello} says whose challenge it is,
 * and is borrowed from ${peek} like its message.
 */
enum acme_hello_peeked acme_hello_peek_look(struct acme_hello_peek *peek,
					    int fd, size_t *said, size_t *len,
					    struct acme_hello *hello);

#endif
