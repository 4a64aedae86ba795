/* SPDX-License-Identifier: MIT */
/* A key and a chain, parsed in the worker, go into the running server. */
#ifndef ACME_LWS_SERVE_INSTALL_H
#define ACME_LWS_SERVE_INSTALL_H

#include "lws/loop/lws_context.h"
#include "lws/serve/server_tls.h"

/* The answer has no payload.  ${chain} and ${key} are copied; ${served} and its
 * paths live as long as the requester waits. */
void acme_install(struct acme_lws_context *lws,
		  const struct acme_served_vhost *served,
		  struct acme_span chain, const struct acme_secret *key,
		  const struct sm_requester *requester);

#endif
