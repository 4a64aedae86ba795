/* SPDX-License-Identifier: MIT */
/*
 * This is the one list of the subsystems that have something to do when an lws
 * context starts, turns, and ends, in the order in which they have to do it.
 */
#include "lws/plugin/lifecycle.h"

#include "lws/files/trace_file.h"
#include "lws/plugin/vhost.h"
#include "lws/vhosts/unmanaged_vhosts.h"
#include "lws/vhosts/vhost_discovery.h"

#include <stdlib.h>

static void
before_run(struct acme_lws_context *lws)
{
	struct acme_shared *shared = (struct acme_shared *)lws;

	acme_listeners_look(&shared->listeners);
	acme_vhost_discovery_ask(&shared->listeners);
	acme_vhosts_start(shared);
}

static enum acme_err
start(struct acme_lws_context *lws, struct acme_fault *fault)
{
	struct acme_shared *shared = (struct acme_shared *)lws;

	return acme_privsep_log_start(&shared->privsep_log,
				      shared->file_rights.privsep,
				      lws->client_vhost.vhost, fault);
}

/* Until the worker has stopped, its jobs use what is freed below. */
static void
end(struct acme_lws_context *lws)
{
	struct acme_shared *shared = (struct acme_shared *)lws;

	acme_unmanaged_vhosts_forget(&shared->listeners);
	acme_lws_context_stop(lws);
	acme_trace_file_stop(lws);
	acme_file_rights_clear(&shared->file_rights);
	acme_privsep_log_clear(&shared->privsep_log);
	acme_streams_clear(&shared->streams);
	free(shared);
}

static const struct acme_lws_context_callbacks callbacks = {
	.before_run = before_run,
	.start = start,
	.end = end,
};

static struct acme_shared *
shared_new(struct lws_context *context)
{
	struct acme_shared *shared = calloc(1, sizeof(*shared));

	if (!shared)
		return NULL;
	shared->streams.lws = &shared->lws;
	acme_tls_challenges_init(&shared->tls_challenges, &shared->lws.worker);
	acme_listeners_init(&shared->listeners, &shared->lws,
			    &shared->tls_challenges.challenges);
	shared->file_rights.context = context;
	acme_lws_context_begin(&shared->lws, context, &callbacks);
	return shared;
}

struct acme_shared *
acme_lifecycle_get(struct lws_context *context)
{
	struct acme_lws_context *lws = acme_lws_context_find(context);

	return lws ? (struct acme_shared *)lws : shared_new(context);
}

void
acme_lifecycle_put(struct acme_shared *shared)
{
	acme_lws_context_put(&shared->lws);
}
