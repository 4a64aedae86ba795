/* SPDX-License-Identifier: MIT */
/* The client's end of TLS, of ALPN "http/1.1". */
#ifndef ACME_TLS_TLS_CLIENT_H
#define ACME_TLS_TLS_CLIENT_H

#include "tls/tls.h"
#include "tls/tls_session.h"
#include "tls/trust/trust.h"

/*
 * A client that verifies the peer's chain against ${trust}, of which it keeps
 * a reference, and its name against ${name} (a DNS name or an IP address
 * without brackets); there is no other mode.  ${session} may be NULL; it is
 * borrowed for the call, and left unused where it is of another name or trust
 * or its certificate has expired.
 */
enum acme_err acme_tls_new(const char *name, struct acme_trust *trust,
			   const struct acme_tls_session *session,
			   struct acme_tls **tls,
			   struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * A client for the server of this very process, over a socketpair: it asks
 * which certificate is served for ${name}, and so takes any.
 */
enum acme_err acme_tls_new_probe(const char *name, struct acme_tls **tls,
				 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
