/* SPDX-License-Identifier: MIT */
/* See serve_existing.h: nothing is to be done where lws loads whole chains. */
#include "lws/plugin/serve_existing.h"

static void
serve(const struct acme_server_tls_place *place,
      const struct acme_stored *stored)
{
	struct acme_server_tls_pair *pair = NULL;
	struct acme_fault fault;
	enum acme_err err;

	err = acme_server_tls_parse(acme_buf_span(&stored->chain),
				    acme_buf_span(&stored->key.buf), &pair,
				    &fault);
	if (!err && acme_server_tls_serve_take(place, pair, &fault))
		acme_server_tls_free(pair);
}

void
acme_restore(const struct acme_edge *edge, const struct acme_records *records,
	     const struct acme_server_tls_place *place)
{
	struct acme_access access;

	/* Once the loop runs, files are the worker's. */
	if (edge->vhost || !acme_server_tls_lacks_chain(place->vhost))
		return;
	if (acme_access_init(&access, ACME_ACCESS_GET, ACME_RECORD_PAIR,
			     NULL)) {
		acme_records_run(records, &access);
		if (!access.err)
			serve(place, access.stored);
	}
	acme_access_clear(&access);
}
