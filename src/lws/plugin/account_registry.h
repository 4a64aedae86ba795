/* SPDX-License-Identifier: MIT */
/*
 * The CA's side of an lws context's certificates: those with the same
 * directory-url, ca-file and auth-path share one account, and its connections.
 */
#ifndef ACME_LWS_PLUGIN_ACCOUNT_REGISTRY_H
#define ACME_LWS_PLUGIN_ACCOUNT_REGISTRY_H

#include "client/account/account.h"
#include "lws/options/options.h"
#include "lws/plugin/lws_port.h"

struct acme_account_entry {
	struct acme_lws_port port;	 /* first */
	struct acme_account_entry *next; /* in the lws context */
	unsigned int n_users;
	char *auth_path;
	struct acme_account account;
};

/*
 * The one for ${options}, counted and made where need be.  Its contact and the
 * type of its key are those of who came first; a later one that wants others
 * is warned in the name of ${vhost}.  NULL: ${fault} says why.
 */
struct acme_account_entry *
acme_account_registry_get(struct acme_shared *shared,
			  const struct acme_options *options, const char *vhost,
			  struct acme_fault *fault);

/* NULL is allowed; the last one ends its connections. */
void acme_account_registry_put(struct acme_account_entry *entry);

#endif
