/* SPDX-License-Identifier: MIT */
/* See port.h: each function hands on what the edge is to do. */
#include "lws/plugin/port.h"

#include "lws/connect/stream.h"
#include "lws/privsep/file_rights.h"

#include <time.h>

static struct acme_edge *
edge_of(struct acme_port *port)
{
	return ((struct acme_edge_port *)port)->edge;
}

static const struct acme_records *
records_of(struct acme_port *port)
{
	return &((struct acme_edge_port *)port)->records;
}

static int64_t
now_s(struct acme_port *port)
{
	(void)port;
	return time(NULL);
}

static void
stream_open(struct acme_port *port, const struct acme_endpoint *to,
	    const struct acme_stream_owner *owner, struct acme_stream **stream)
{
	*stream = acme_stream_open(edge_of(port), to, owner);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	acme_worker_add(&edge_of(port)->worker, job);
}

static void
store_get(struct acme_port *port, enum acme_record record, const char *tag,
	  const struct acme_asker *asker)
{
	acme_records_get(edge_of(port), records_of(port), record, tag, asker);
}

static void
store_put(struct acme_port *port, enum acme_record record, const char *tag,
	  struct acme_span text, const struct acme_asker *asker)
{
	acme_records_put(edge_of(port), records_of(port), record, tag, text,
			 asker);
}

static void
store_try(struct acme_port *port, const struct acme_asker *asker)
{
	acme_records_try(edge_of(port), records_of(port), asker);
}

static void
store_commit(struct acme_port *port, struct acme_span chain,
	     const struct acme_secret *key, const struct acme_asker *asker)
{
	acme_records_commit(edge_of(port), records_of(port), chain, key, asker);
}

void
acme_edge_port_init(struct acme_edge_port *port, struct acme_edge *edge,
		    const struct acme_records *records)
{
	port->edge = edge;
	port->records = *records;
	acme_rights_find(edge, &port->records);
	port->port = (struct acme_port){
		.now_s = now_s,
		.stream_open = stream_open,
		.stream_next_address = acme_stream_next_address,
		.stream_late = acme_stream_late,
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
