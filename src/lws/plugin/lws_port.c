/* SPDX-License-Identifier: MIT */
/*
 * This is the part of the ACME client's port that knows no vhost: each function
 * hands on what the lws context is to do.
 */
#include "lws/plugin/lws_port.h"

#include "lws/connect/stream.h"
#include "lws/privsep/file_rights.h"

#include <time.h>

static struct acme_shared *
shared_of(struct acme_port *port)
{
	return ((struct acme_lws_port *)port)->shared;
}

static const struct acme_store_jobs *
store_jobs_of(struct acme_port *port)
{
	return &((struct acme_lws_port *)port)->store_jobs;
}

static int64_t
now_s(struct acme_port *port)
{
	(void)port;
	return time(NULL);
}

static void
stream_open(struct acme_port *port, const struct acme_endpoint *to,
	    const struct acme_stream_observer *observer,
	    struct acme_stream **stream)
{
	*stream = acme_stream_open(&shared_of(port)->streams, to, observer);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	acme_worker_add(&shared_of(port)->lws.worker, job);
}

static void
store_get(struct acme_port *port, enum acme_record record, const char *tag,
	  const struct sm_requester *requester)
{
	acme_store_jobs_get(&shared_of(port)->lws, store_jobs_of(port), record,
			    tag, requester);
}

static void
store_put(struct acme_port *port, enum acme_record record, const char *tag,
	  struct acme_span text, const struct sm_requester *requester)
{
	acme_store_jobs_put(&shared_of(port)->lws, store_jobs_of(port), record,
			    tag, text, requester);
}

static void
store_try(struct acme_port *port, const struct sm_requester *requester)
{
	acme_store_jobs_try(&shared_of(port)->lws, store_jobs_of(port),
			    requester);
}

static void
store_commit(struct acme_port *port, struct acme_span chain,
	     const struct acme_secret *key,
	     const struct sm_requester *requester)
{
	acme_store_jobs_commit(&shared_of(port)->lws, store_jobs_of(port),
			       chain, key, requester);
}

void
acme_lws_port_init(struct acme_lws_port *port, struct acme_shared *shared,
		   const struct acme_store_jobs *store_jobs)
{
	port->shared = shared;
	port->store_jobs = *store_jobs;
	acme_file_rights_find(&shared->file_rights, &port->store_jobs);
	port->port = (struct acme_port){
		.now_s = now_s,
		.stream_open = stream_open,
		.stream_next_address = acme_stream_next_address,
		.stream_addresses = acme_stream_addresses,
		.stream_secure = acme_stream_secure,
		.stream_write = acme_stream_write,
		.stream_take = acme_stream_take,
		.stream_close = acme_stream_close,
		.work = work,
		.store_get = store_get,
		.store_put = store_put,
		.store_try = store_try,
		.store_commit = store_commit,
	};
}
