/* SPDX-License-Identifier: MIT */
/*
 * TLS as a server, for one client; the rest is as in tls.h.  It wants no
 * certificate of the client, and resumes nothing.
 */
#ifndef ACME_TLS_TLS_SERVER_H
#define ACME_TLS_TLS_SERVER_H

#include "crypto/x509/parsed_pair.h"
#include "tls/tls.h"

/*
 * ${protocol} is the one protocol of ALPN (RFC 7301), which a client has to
 * offer where it offers any; NULL: none is spoken of.  ${pair} is counted.
 */
enum acme_err acme_tls_new_server(struct acme_parsed_pair *pair,
				  const char *protocol, struct acme_tls **tls,
				  struct acme_fault *fault) ACME_MUST_CHECK;

#endif
