/* SPDX-License-Identifier: MIT */
/*
 * A program calls this before lws makes its vhost, reads its files, and gives
 * up root.
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "base/log.h"
#include "lws-acme-client.h"
#include "lws/files/lws_lease.h"
#include "lws/options/options.h"
#include "lws/privsep/file_rights.h"
#include "lws/serve/server_tls.h"
#include "lws/startup/preflight.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

/* Is it before the plugin is told of the vhost?  With explicit vhosts it is
 * told earlier. */
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

static enum acme_err
look(const struct lws_context_creation_info *info,
     const struct acme_store_paths *store_paths, const char *ca_file,
     struct acme_fault *fault)
{
	if (is_same(info->ssl_cert_filepath, store_paths->cert) &&
	    is_same(info->ssl_private_key_filepath, store_paths->key))
		return acme_preflight(store_paths, ca_file, fault);
	return ACME_OK;
}

static enum acme_err
keep_rights(const struct acme_store_paths *store_paths, const char *ca_file,
	    struct acme_fault *fault)
{
	enum acme_err err =
		acme_file_rights_prepare(store_paths, ca_file, fault);

	if (!err)
		acme_lws_lease_prepare(store_paths->cert);
	return err;
}

static struct acme_store_paths
paths_of(const struct acme_options *options, const char *who)
{
	return (struct acme_store_paths){ .auth = options->auth_path,
					  .cert = options->cert_path,
					  .key = options->key_path,
					  .who = who };
}

static enum acme_err
prepare(const struct lws_context_creation_info *info, const char *who,
	struct acme_fault *fault)
{
	struct acme_options options;
	struct acme_store_paths store_paths;
	const char *ca_file;
	enum acme_err err;

	/* What is wrong the plugin will say. */
	err = acme_options_read(options_of(info), &options, fault);
	if (err) {
		acme_options_clear(&options);
		return gives_up_root(info) ? err : ACME_OK;
	}
	store_paths = paths_of(&options, who);
	ca_file = options.config->ca_file;
	err = look(info, &store_paths, ca_file, fault);
	if (!err && gives_up_root(info))
		err = keep_rights(&store_paths, ca_file, fault);
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
	who = acme_store_paths_who(info->vhost_name ? info->vhost_name
						    : "default");
	err = who ? prepare(info, who, &fault)
		  : acme_fault_set(&fault, ACME_ERR_MEMORY, "out of memory");
	free(who);
	if (!err)
		return 0;
	lwsl_err("lws_acme_prepare: %s\n", fault.text);
	return 1;
}

/* As lws finds it: a name comes before a number. */
static uid_t
uid_to_be(const struct lws_context_creation_info *info)
{
	const struct passwd *user =
		info->username ? getpwnam(info->username) : NULL;

	if (geteuid())
		return geteuid();
	if (user)
		return user->pw_uid;
	return (int)info->uid == -1 ? 0 : (uid_t)info->uid;
}

static enum acme_err
check(const struct lws_context_creation_info *info, struct acme_fault *fault)
{
	struct acme_options options;
	struct acme_store_paths store_paths;
	enum acme_err err;

	err = acme_options_read(options_of(info), &options, fault);
	if (!err) {
		store_paths = paths_of(&options, "");
		err = acme_file_rights_look(&store_paths,
					    options.config->ca_file,
					    uid_to_be(info), fault);
	}
	acme_options_clear(&options);
	return err;
}

int
lws_acme_check(const struct lws_context_creation_info *info)
{
	struct acme_fault fault;

	if (acme_server_tls_other_lws() ||
	    !acme_options_given(options_of(info)) || !check(info, &fault))
		return 0;
	lwsl_err("lws-acme-client: %s\n", fault.text);
	return 1;
}
