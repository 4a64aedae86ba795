/* SPDX-License-Identifier: MIT */
/* The other vhosts of a certificate. */
#ifndef ACME_LWS_SERVE_OPENSSL_OTHER_VHOSTS_H
#define ACME_LWS_SERVE_OPENSSL_OTHER_VHOSTS_H

#include "lws/serve/server_tls.h"

/* Serve it on the other vhosts of the context that have the same paths. */
void
acme_server_tls_serve_other_vhosts(const struct acme_served_vhost *served,
				   const struct acme_server_tls_pair *pair);

#endif
