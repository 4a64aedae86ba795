/* SPDX-License-Identifier: MIT */
/* The port's lease: store/pair/lease.h for one vhost. */
#ifndef ACME_LWS_FILES_LWS_LEASE_H
#define ACME_LWS_FILES_LWS_LEASE_H

#include "client/port.h"
#include "store/pair/lease.h"

struct acme_lws_lease {
	struct acme_lease lease;
	const char *cert_path; /* borrowed */
	bool warned;	       /* that there is none */
};

/* While the process may do so: kept for the init that comes with this path. */
void acme_lws_lease_prepare(const char *cert_path);

/* Opens it, where it was not prepared. */
void acme_lws_lease_init(struct acme_lws_lease *lease, const char *cert_path);

void acme_lws_lease_clear(struct acme_lws_lease *lease);

void acme_lws_lease_ask(struct acme_lws_lease *lease,
			const struct sm_requester *requester);

#endif
