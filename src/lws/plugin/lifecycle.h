/* SPDX-License-Identifier: MIT */
/*
 * The start, the turns, and the end of what the vhosts of an lws context
 * share.
 */
#ifndef ACME_LWS_PLUGIN_LIFECYCLE_H
#define ACME_LWS_PLUGIN_LIFECYCLE_H

#include "lws/plugin/shared.h"

/* The lws context's, with one user more, and made where need be;
 * NULL: memory. */
struct acme_shared *acme_lifecycle_get(struct lws_context *context);

/* The last one ends it: no certificate and no stream may be left. */
void acme_lifecycle_put(struct acme_shared *shared);

#endif
