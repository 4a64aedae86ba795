/* SPDX-License-Identifier: MIT */
/* What only shows when all vhosts are there, and costs an order else: can the
 * CA's validator find the response to a challenge?  Is the clock set? */
#ifndef ACME_LWS_PLUGIN_REACH_H
#define ACME_LWS_PLUGIN_REACH_H

#include "client/config.h"
#include "lws/vhosts/listeners.h"

/*
 * To be asked when all vhosts of the start are there.  ACME_ERR_INVALID: no
 * vhost could give the response to the challenge that ${config} names.  A port
 * that no CA asks is only told, as 80 and 443 may be forwarded to it.
 */
enum acme_err acme_reach_check(struct acme_listeners *listeners,
			       struct lws_vhost *vhost,
			       const struct acme_config *config,
			       struct acme_fault *fault) ACME_MUST_CHECK;

#endif
