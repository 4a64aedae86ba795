/* SPDX-License-Identifier: MIT */
/*
 * Which vhosts are there?  lws lists its vhosts nowhere, but when one with TLS
 * is made it tells all protocols of each (LWS_CALLBACK_VHOST_CERT_AGING).
 */
#ifndef ACME_LWS_VHOSTS_VHOST_DISCOVERY_H
#define ACME_LWS_VHOSTS_VHOST_DISCOVERY_H

#include "lws/vhosts/listener_list.h"

/* Have it tell of all that there are, once, where one with TLS is ours;
 * on the loop's thread, and not in an event that tells of vhosts. */
void acme_vhost_discovery_ask(struct acme_listeners *listeners);

#endif
