/* SPDX-License-Identifier: MIT */
/*
 * The vhosts that do not have the protocol: they may listen for those that do,
 * have the same certificate, or none.  lws lists its vhosts nowhere, but when
 * one with TLS is made it tells all protocols of each
 * (LWS_CALLBACK_VHOST_CERT_AGING), and each vhost's own of its end.
 */
#ifndef ACME_LWS_VHOSTS_VHOST_DISCOVERY_H
#define ACME_LWS_VHOSTS_VHOST_DISCOVERY_H

#include "lws/vhosts/listeners.h"

/* lws has ${vhost}. */
void acme_vhost_discovery_told(struct acme_listeners *listeners,
			       struct lws_vhost *vhost);

/* Have it tell of all that there are, once, where one with TLS is ours;
 * on the loop's thread, and not in an event that tells of vhosts. */
void acme_vhost_discovery_ask(struct acme_listeners *listeners);

/* The lws context ends. */
void acme_vhost_discovery_forget(struct acme_listeners *listeners);

#endif
