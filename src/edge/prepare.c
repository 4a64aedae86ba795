/* SPDX-License-Identifier: MIT */
/* What a program calls before lws gives up root. */
#define _DEFAULT_SOURCE /* geteuid() */
#include "base/log.h"
#include "edge/lease.h"
#include "edge/options.h"
#include "edge/rights.h"
#include "lws-acme-client.h"

#include <stdlib.h>
#include <unistd.h>

static bool
gives_up_root(const struct lws_context_creation_info *info)
{
	return !geteuid() &&
	       (info->username || (info->uid && (int)info->uid != -1));
}

static const struct lws_protocol_vhost_options *
options_of(const struct lws_context_creation_info *info)
{
	const struct lws_protocol_vhost_options *protocol = info->pvo;

	while (protocol && strcmp(protocol->name, LWS_ACME_CLIENT_NAME))
		protocol = protocol->next;
	return protocol ? protocol->options : NULL;
}

static enum acme_err
prepare(const struct lws_protocol_vhost_options *list, const char *who,
	struct acme_fault *fault)
{
	struct acme_options options;
	enum acme_err err;

	err = acme_options_read(list, &options, fault);
	if (!err) {
		const struct acme_places places = {
			.auth = options.auth_path,
			.cert = options.cert_path,
			.key = options.key_path,
			.who = who,
		};

		err = acme_rights_prepare(&places, fault);
		acme_edge_lease_prepare(options.cert_path);
	}
	acme_options_clear(&options);
	return err;
}

int
lws_acme_prepare(const struct lws_context_creation_info *info)
{
	const struct lws_protocol_vhost_options *list = options_of(info);
	struct acme_fault fault;
	enum acme_err err;
	char *who;

	if (!gives_up_root(info) || !acme_options_given(list))
		return 0;
	who = acme_places_who(info->vhost_name ? info->vhost_name : "default");
	err = who ? prepare(list, who, &fault)
		  : acme_fault_set(&fault, ACME_ERR_MEMORY, "no memory");
	free(who);
	if (!err)
		return 0;
	lwsl_err("lws_acme_prepare: %s\n", fault.text);
	return 1;
}
