/* SPDX-License-Identifier: MIT */
/*
 * The life of one certificate: what the lws context starts for a vhost.  The
 * context of certificate.flow is for its own files (certificate_private.h).
 */
#ifndef ACME_CLIENT_CERTIFICATE_CERTIFICATE_H
#define ACME_CLIENT_CERTIFICATE_CERTIFICATE_H

#include "client/config.h"
#include "client/port.h"

struct acme_account;
struct acme_certificate;

/*
 * Counts ${config}; borrows ${account}, whose loop it lives on, and ${port} for
 * its life.  NULL where memory is short.
 */
struct acme_certificate *acme_certificate_new(struct acme_config *config,
					      struct acme_account *account,
					      struct acme_port *port);

/* It sets itself up in sm_loop_run(), and lives from then on. */
void acme_certificate_start(struct acme_certificate *certificate);

/* Ends all that it does; not from inside the loop.  NULL is allowed. */
void acme_certificate_free(struct acme_certificate *certificate);

#endif
