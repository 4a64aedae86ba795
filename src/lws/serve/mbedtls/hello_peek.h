/* SPDX-License-Identifier: MIT */
/*
 * What a visitor says first, and what follows from it: lws with mbedTLS is to
 * have the connection, or a validator's handshake begins, or it is over.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_HELLO_PEEK_H
#define ACME_LWS_SERVE_MBEDTLS_HELLO_PEEK_H

#include "format/client_hello.h"
#include "lws/serve/challenge_match.h"

struct acme_greeter {
	struct acme_edge *edge;
	struct lws_vhost *vhost; /* whose port it is */
	struct acme_server_tls_challenges *challenges;
	char *bytes;		 /* room for ACME_CLIENT_HELLO_RECORDS_MAX */
	struct acme_buf message; /* of a whole ClientHello */
};

enum acme_greeting {
	ACME_GREETING_WAIT, /* it has not said enough */
	ACME_GREETING_ORDINARY,
	ACME_GREETING_CHALLENGE,
	ACME_GREETING_OVER, /* it has gone, or was told to go: close it */
};

/* ACME_ERR_MEMORY.  Clear ${greeter} in any case. */
enum acme_err acme_greeter_init(struct acme_greeter *greeter,
				struct acme_edge *edge, struct lws_vhost *vhost,
				struct acme_server_tls_challenges *challenges)
	ACME_MUST_CHECK;

void acme_greeter_clear(struct acme_greeter *greeter);

/*
 * Look at what there is in ${fd}, and leave it there: ${said} bytes.  ${len}
 * are those that the records of its hello have, or where it has to be waited
 * for, as many as are worth another look.  ${hello} says whose challenge it is,
 * and is borrowed from ${greeter} like its message.
 */
enum acme_greeting acme_greeter_look(struct acme_greeter *greeter, int fd,
				     size_t *said, size_t *len,
				     struct acme_hello *hello);

#endif
