/* SPDX-License-Identifier: MIT */
/*
 * Two extensions of a TLS ClientHello, read strictly by their lengths: bytes
 * of anybody, before anything is known of who sent them.
 */
#ifndef ACME_FORMAT_TLS_HELLO_H
#define ACME_FORMAT_TLS_HELLO_H

#include "base/span.h"

/*
 * Is ${extension}, the body of application_layer_protocol_negotiation
 * (RFC 7301 §3.1), a list of ${protocol} and nothing else?
 */
bool acme_tls_hello_offers_only(struct acme_span extension,
				struct acme_span protocol);

/*
 * The one host name in ${extension}, the body of server_name (RFC 6066 §3),
 * borrowed.  false: it is not well formed, and ${name} is untouched.
 */
bool acme_tls_hello_server_name(struct acme_span extension,
				struct acme_span *name);

#endif
