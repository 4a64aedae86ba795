/* SPDX-License-Identifier: MIT */
/*
 * What is done with the vhosts of the list (listener_list.h): those with TLS
 * get a hello filter, and those without are where http-01 can be responded to,
 * if they have the protocol.
 */
#ifndef ACME_LWS_VHOSTS_LISTENERS_H
#define ACME_LWS_VHOSTS_LISTENERS_H

#include "lws/vhosts/listener_list.h"

/* From the list; its hello filter goes, too. */
void acme_listeners_remove(struct acme_listeners *listeners,
			   struct acme_listener *listener);

/* Put a hello filter in front of those that came since, and of the unmanaged
 * vhosts whose port they share. */
void acme_listeners_look(struct acme_listeners *listeners);

/* LWS_CALLBACK_VHOST_CERT_UPDATE for all protocols of ${vhost}, and of the
 * others that serve the same certificate, unmanaged vhosts too. */
void acme_listeners_tell(struct acme_listeners *listeners,
			 struct lws_vhost *vhost, char *json,
			 enum lws_cert_update_state state);

/* Is there one that listens without TLS, and has the protocol? */
bool acme_listeners_have_plain(struct acme_listeners *listeners);

#endif
