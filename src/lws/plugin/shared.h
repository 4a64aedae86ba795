/* SPDX-License-Identifier: MIT */
/*
 * What the vhosts of one lws context share: each subsystem's own struct, which
 * is its own to change.  lifecycle.h makes and ends it.
 */
#ifndef ACME_LWS_PLUGIN_SHARED_H
#define ACME_LWS_PLUGIN_SHARED_H

#include "lws/connect/stream.h"
#include "lws/loop/lws_context.h"
#include "lws/privsep/file_rights.h"
#include "lws/privsep/privsep_log.h"
#include "lws/serve/http01.h"
#include "lws/serve/tls_challenge.h"
#include "lws/vhosts/listener_list.h"

struct acme_account_entry;
struct acme_vhost;

struct acme_shared {
	struct acme_lws_context lws; /* first */
	struct acme_streams streams;
	struct acme_http01 http01;
	struct acme_tls_challenges tls_challenges;
	struct acme_listeners listeners;
	struct acme_file_rights file_rights;
	struct acme_privsep_log privsep_log;
	struct acme_vhost *vhosts;	     /* that have certificates */
	struct acme_account_entry *accounts; /* of certificates */
};

#endif
