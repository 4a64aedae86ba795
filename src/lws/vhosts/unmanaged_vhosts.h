/* SPDX-License-Identifier: MIT */
/*
 * The vhosts that do not have the protocol: they may listen for those that do,
 * have the same certificate, or none.  lws tells of them where it was asked
 * (lws/vhosts/vhost_discovery.h), and each vhost's own protocols of its end.
 */
#ifndef ACME_LWS_VHOSTS_UNMANAGED_VHOSTS_H
#define ACME_LWS_VHOSTS_UNMANAGED_VHOSTS_H

#include "lws/vhosts/listeners.h"

/* lws has ${vhost}, unmanaged or not. */
void acme_unmanaged_vhosts_found(struct acme_listeners *listeners,
				 struct lws_vhost *vhost);

/* The lws context ends. */
void acme_unmanaged_vhosts_forget(struct acme_listeners *listeners);

#endif
