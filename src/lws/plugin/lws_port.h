/* SPDX-License-Identifier: MIT */
/*
 * The part of a port (client/port.h) that knows no vhost: the clock, streams,
 * the worker, and files.  A vhost's port and a shared account's begin with it.
 */
#ifndef ACME_LWS_PLUGIN_LWS_PORT_H
#define ACME_LWS_PLUGIN_LWS_PORT_H

#include "lws/plugin/shared.h"
#include "lws/privsep/store_jobs.h"

struct acme_lws_port {
	struct acme_port port; /* first: the ACME client has only this */
	struct acme_shared *shared;
	struct acme_store_jobs store_jobs;
};

/* Borrows the paths of ${store_jobs}; the functions that need a vhost are left
 * NULL. */
void acme_lws_port_init(struct acme_lws_port *port, struct acme_shared *shared,
			const struct acme_store_jobs *store_jobs);

#endif
