/* SPDX-License-Identifier: MIT */
/*
 * This serves the stored pair before lws's loop runs.  Nothing is to be done
 * where lws loads whole chains.
 */
#include "lws/plugin/serve_existing.h"

static void
serve(const struct acme_served_vhost *served, const struct acme_stored *stored)
{
	struct acme_server_tls_pair *pair = NULL;
	struct acme_fault fault;
	enum acme_err err;

	err = acme_server_tls_parse(acme_buf_span(&stored->chain),
				    acme_buf_span(&stored->key.buf), &pair,
				    &fault);
	if (!err && acme_server_tls_serve_take(served, pair, &fault))
		acme_server_tls_free(pair);
}

void
acme_serve_existing(const struct acme_lws_context *lws,
		    const struct acme_store_jobs *store_jobs,
		    const struct acme_served_vhost *served)
{
	struct acme_store_request request;

	/* Once the loop runs, files are the worker's. */
	if (lws->client_vhost.vhost ||
	    !acme_server_tls_lacks_chain(served->vhost))
		return;
	if (acme_store_request_init(&request, ACME_STORE_REQUEST_GET,
				    ACME_RECORD_PAIR, NULL)) {
		acme_store_jobs_run(store_jobs, &request);
		if (!request.err)
			serve(served, request.stored);
	}
	acme_store_request_clear(&request);
}
