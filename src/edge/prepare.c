/* SPDX-License-Identifier: MIT */
/* What a program calls before lws makes its vhost, reads its files, and gives
 * up root. */
#define _DEFAULT_SOURCE /* geteuid() */
#include "base/log.h"
#include "edge/before_lws.h"
#include "edge/lease.h"
#include "edge/options.h"
#include "edge/rights.h"
#include "edge/server_tls.h"
#include "lws-acme-client.h"

#include <stdlib.h>
#include <unistd.h>

/* Before the plugin hears of the vhost; with explicit ones it hears before. */
static bool
gives_up_root(const struct lws_context_creation_info *info)
{
	return !geteuid() &&
	       !(info->options & LWS_SERVER_OPTION_EXPLICIT_VHOSTS) &&
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

static bool
is_same(const char *of_lws, const char *ours)
{
	return of_lws && !strcmp(of_lws, ours);
}

static void
look(const struct lws_context_creation_info *info,
     const struct acme_options *options, const char *who)
{
	if (is_same(info->ssl_cert_filepath, options->cert_path) &&
	    is_same(info->ssl_private_key_filepath, options->key_path))
		acme_before_lws(options->cert_path, options->key_path, who);
}

static enum acme_err
keep_rights(const struct acme_options *options, const char *who,
	    struct acme_fault *fault)
{
	const struct acme_places places = { .auth = options->auth_path,
					    .cert = options->cert_path,
					    .key = options->key_path,
					    .who = who };
	enum acme_err err = acme_rights_prepare(&places, fault);

	if (!err)
		acme_edge_lease_prepare(options->cert_path);
	return err;
}

static enum acme_err
prepare(const struct lws_context_creation_info *info, const char *who,
	struct acme_fault *fault)
{
	struct acme_options options;
	enum acme_err err;

	err = acme_options_read(options_of(info), &options, fault);
	if (!err)
		look(info, &options, who);
	if (!gives_up_root(info))
		err = ACME_OK; /* the plugin will say it */
	else if (!err)
		err = keep_rights(&options, who, fault);
	acme_options_clear(&options);
	return err;
}

int
lws_acme_prepare(const struct lws_context_creation_info *info)
{
	struct acme_fault fault;
	enum acme_err err;
	char *who;

	/* The plugin will say it; these members stand elsewhere. */
	if (acme_server_tls_other_lws() ||
	    !acme_options_given(options_of(info)))
		return 0;
	who = acme_places_who(info->vhost_name ? info->vhost_name : "default");
	err = who ? prepare(info, who, &fault)
		  : acme_fault_set(&fault, ACME_ERR_MEMORY, "no memory");
	free(who);
	if (!err)
		return 0;
	lwsl_err("lws_acme_prepare: %s\n", fault.text);
	return 1;
}

int
lws_acme_check(const struct lws_context_creation_info *info)
{
	struct acme_options options;
	struct acme_fault fault;
	enum acme_err err;

	if (acme_server_tls_other_lws() ||
	    !acme_options_given(options_of(info)))
		return 0;
	err = acme_options_read(options_of(info), &options, &fault);
	acme_options_clear(&options);
	if (!err)
		return 0;
	lwsl_err("lws-acme-client: %s\n", fault.text);
	return 1;
}
