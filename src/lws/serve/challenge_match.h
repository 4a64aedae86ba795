/* SPDX-License-Identifier: MIT */
/*
 * Whom a TLS ClientHello is for: the server's clients, or a CA's validator.
 * What the TLS backends share: they find the hello and act on the verdict.
 *
 * A validator of tls-alpn-01 (RFC 8737 §3) offers acme-tls/1 and nothing else;
 * where no challenge of its name is published it is refused, as nobody else
 * speaks that protocol.  One of tls-sni-01 (ACME v1) asks for a name of
 * acme.invalid, and is a client like others where no challenge of that name is
 * published.
 */
#ifndef ACME_LWS_SERVE_CHALLENGE_MATCH_H
#define ACME_LWS_SERVE_CHALLENGE_MATCH_H

#include "lws/serve/server_tls.h"

#define ACME_HELLO_PROTOCOL "acme-tls/1"

enum acme_hello_is {
	ACME_HELLO_ORDINARY,  /* not ours */
	ACME_HELLO_REFUSED,   /* to be ended with unrecognized_name */
	ACME_HELLO_CHALLENGE, /* to be ended when its handshake is done */
};

struct acme_hello {
	/* Bodies of server_name and of
	 * application_layer_protocol_negotiation; empty: not in the hello. */
	struct acme_span server_name, protocols;

	/* The verdict. */
	enum acme_hello_is is;

	/* Of a challenge's only, to be told to ${challenges}' seen() when the
	 * handshake is done. */
	enum acme_challenge_type type;
	struct acme_span name;		   /* borrowed from server_name */
	struct acme_server_tls_pair *pair; /* what it gets, borrowed */
};

/* Fill in the verdict. */
void acme_challenge_match(struct acme_hello *hello,
			  struct acme_server_tls_challenges *challenges);

#endif
