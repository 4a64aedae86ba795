/* SPDX-License-Identifier: MIT */
/*
 * What does a client of the vhost get?  Asked by a TLS handshake over a
 * socketpair, whose other end lws serves as any connection: so the network,
 * the bind address and client certificates don't matter.
 */
#ifndef ACME_LWS_SERVE_PROBE_H
#define ACME_LWS_SERVE_PROBE_H

#include "lws/loop/lws_context.h"

/*
 * Answers with struct acme_cert_info of the leaf, or by the other event where
 * the vhost shows none; failed: that could not be seen.  ${name} goes out as
 * SNI.
 */
void acme_probe(struct acme_lws_context *lws, struct lws_vhost *vhost,
		const char *name, const struct sm_requester *requester);

#endif
