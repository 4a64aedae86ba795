/* SPDX-License-Identifier: MIT */
/* The pair that is in a vhost's files, served without a flow. */
#ifndef ACME_LWS_PLUGIN_STORED_PAIR_H
#define ACME_LWS_PLUGIN_STORED_PAIR_H

#include "lws/privsep/store_jobs.h"
#include "lws/serve/server_tls.h"

/*
 * Serve it before lws's loop runs: where lws loads the files by itself and
 * takes the leaf alone from them, the first clients would get no chain until
 * the certificate's flow has looked at the files.  It blocks, and tells of no
 * failure: the flow reads them again, and does.
 */
void acme_stored_pair_serve(const struct acme_lws_context *lws,
			    const struct acme_store_jobs *store_jobs,
			    const struct acme_served_vhost *served);

/*
 * Serve what is in the cert-path and key-path of ${options}, where both are
 * there, for a vhost whose options are wrong; the files are only read.  When
 * the vhost begins: it reads at once.
 */
void acme_stored_pair_serve_refused(
	struct lws_context *context, struct lws_vhost *vhost,
	const struct lws_protocol_vhost_options *options);

#endif
