/* SPDX-License-Identifier: MIT */
/*
 * What a vhost is, for vhost.c, which makes it, and vhost_port.c, by which the
 * ACME client sees it.
 */
#ifndef ACME_LWS_PLUGIN_VHOST_PRIVATE_H
#define ACME_LWS_PLUGIN_VHOST_PRIVATE_H

#include "lws/files/lws_lease.h"
#include "lws/options/options.h"
#include "lws/plugin/lws_port.h"
#include "lws/serve/server_tls.h"

struct acme_vhost {
	struct acme_lws_port port; /* first: the ACME client has only this */
	struct acme_vhost *next;   /* of the lws context */
	struct lws_vhost *vhost;
	char *who; /* for the log */
	struct acme_options options;
	struct acme_account_entry *account;
	struct acme_served_vhost served;
	struct acme_lws_lease lease;
	struct acme_file_ids ids; /* of the paths */
	const char *kept_by; /* the other ACME client whose files they are */
	bool knows_owner;    /* kept_by: or NULL, nobody's */
	struct acme_certificate *certificate;
	bool is_started;
};

/* Borrowed from its options. */
struct acme_store_paths acme_vhost_paths(const struct acme_vhost *vhost);

/* Its port, once it has options. */
void acme_vhost_port_init(struct acme_vhost *vhost, struct acme_shared *shared);

/* Does another ACME client keep its files?  Asked until it can be told. */
enum acme_err acme_vhost_know_owner(struct acme_vhost *vhost,
				    struct acme_fault *fault);

#endif
