/* SPDX-License-Identifier: MIT */
/*
 * The stored pair, served before lws's loop runs: where lws loads the files by
 * itself and takes the leaf alone from them, the first clients would get no
 * chain until the certificate's flow has looked at the files.
 */
#ifndef ACME_LWS_PLUGIN_SERVE_EXISTING_H
#define ACME_LWS_PLUGIN_SERVE_EXISTING_H

#include "lws/privsep/store_jobs.h"
#include "lws/serve/server_tls.h"

/* It blocks, and tells of no failure: the flow reads them again, and does. */
void acme_serve_existing(const struct acme_lws_context *lws,
			 const struct acme_store_jobs *store_jobs,
			 const struct acme_served_vhost *served);

#endif
