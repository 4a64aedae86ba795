/* SPDX-License-Identifier: MIT */
/*
 * This makes a vhost of the options that it is given, compares its files with
 * those of the others, and starts its certificate.
 */
#include "lws/plugin/vhost.h"
#include "base/log.h"
#include "client/certificate/certificate.h"
#include "lws/files/trace_file.h"
#include "lws/options/options_compare.h"
#include "lws/options/path_checks.h"
#include "lws/plugin/account_registry.h"
#include "lws/plugin/reach.h"
#include "lws/plugin/stored_pair.h"
#include "lws/plugin/vhost_private.h"
#include "lws/privsep/file_rights.h"

#include <stdlib.h>

static void
init_served(struct acme_vhost *vhost)
{
	vhost->served = (struct acme_served_vhost){
		.context = vhost->port.shared->lws.context,
		.vhost = vhost->vhost,
		.cert_path = vhost->options.cert_path,
		.key_path = vhost->options.key_path,
	};
}

/* Of the same files by other paths, too, lws knows nothing. */
static enum acme_err
compare(const struct acme_vhost *vhost, const struct acme_vhost *other,
	struct acme_fault *fault)
{
	bool same = acme_options_same_files(&vhost->options, &other->options);
	const char *name = lws_get_vhost_name(other->vhost), *option;

	if (!same && !acme_file_ids_share(&vhost->ids, &other->ids))
		return acme_file_ids_compare(&vhost->ids, &other->ids, name,
					     fault);
	option = acme_options_difference(&vhost->options, &other->options);
	if (!option)
		return acme_fault_set(fault, ACME_ERR_EXISTS,
				      "shares the certificate of vhost \"%s\"",
				      name);
	return acme_fault_set(
		fault, ACME_ERR_INVALID,
		"option \"%s\" is not that of vhost \"%s\", which "
		"has the same %s: make all "
		"options the same, or give it paths of its own",
		option, name,
		same ? "cert-path or key-path"
		     : "certificate or key by another path");
}

/* One certificate has one instance: ACME_ERR_EXISTS where another vhost has
 * it by the same options, and serves this one, too. */
static enum acme_err
look_for_other(const struct acme_vhost *vhost, struct acme_shared *shared,
	       struct acme_fault *fault)
{
	const struct acme_vhost *other;
	enum acme_err err = ACME_OK;

	for (other = shared->vhosts; !err && other; other = other->next)
		err = compare(vhost, other, fault);
	return err;
}

/* Of no other option's, and of no other vhost's. */
static enum acme_err
check_files(struct acme_vhost *vhost, struct acme_shared *shared,
	    const struct acme_store_paths *paths, struct acme_fault *fault)
{
	const char *ca_file = vhost->options.config->ca_file;
	enum acme_err err = acme_file_rights_identify(
		&shared->file_rights, paths, ca_file, &vhost->ids, fault);

	return err ? err : look_for_other(vhost, shared, fault);
}

/* And the account that it shares with others of the same CA. */
static enum acme_err
make_certificate(struct acme_vhost *vhost, struct acme_shared *shared,
		 struct acme_fault *fault)
{
	vhost->account = acme_account_registry_get(
		shared, &vhost->options, lws_get_vhost_name(vhost->vhost),
		fault);
	if (!vhost->account)
		return fault->err;
	vhost->certificate = acme_certificate_new(vhost->options.config,
						  &vhost->account->account,
						  &vhost->port.port);
	if (!vhost->certificate)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	return ACME_OK;
}

static enum acme_err
set_up(struct acme_vhost *vhost, struct acme_shared *shared,
       const struct lws_protocol_vhost_options *options,
       struct acme_fault *fault)
{
	const char *name = lws_get_vhost_name(vhost->vhost);
	struct acme_store_paths paths;
	enum acme_err err;

	err = acme_options_read(options, &vhost->options, fault);
	vhost->who = acme_store_paths_who(name);
	if (!err && !vhost->who)
		err = acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	if (err)
		return err;
	paths = acme_vhost_paths(vhost);
	err = check_files(vhost, shared, &paths, fault);
	if (err)
		return err;
	acme_path_checks_look(&vhost->options, name);
	err = acme_file_rights_check(&shared->file_rights, &paths, fault);
	if (err)
		return err;
	acme_trace_file_start(&shared->lws, vhost->options.trace_path);
	acme_vhost_port_init(vhost, shared);
	init_served(vhost);
	err = acme_server_tls_prepare(&vhost->served, fault);
	if (err)
		return err;
	acme_stored_pair_serve(&shared->lws, &vhost->port.store_jobs,
			       &vhost->served);
	/* Root may still look; what it can't tell is looked for again. */
	(void)acme_vhost_know_owner(vhost, NULL);
	return make_certificate(vhost, shared, fault);
}

static void
refuse(struct acme_shared *shared, struct lws_vhost *vhost,
       const struct lws_protocol_vhost_options *options,
       const struct acme_fault *fault)
{
	acme_log(ACME_LOG_ERR,
		 "vhost \"%s\" gets no certificate from lws-acme-client: %s",
		 lws_get_vhost_name(vhost), fault->text);
	acme_stored_pair_serve_refused(shared->lws.context, vhost, options);
}

static void
start(struct acme_vhost *vhost)
{
	const struct lws_protocol_vhost_options pair[] = {
		{ &pair[1], NULL, "cert-path", vhost->options.cert_path },
		{ NULL, NULL, "key-path", vhost->options.key_path },
	};
	struct acme_shared *shared = vhost->port.shared;
	struct acme_fault fault;

	vhost->is_started = true;
	if (acme_reach_check(&shared->listeners, vhost->vhost,
			     vhost->options.config, &fault))
		refuse(shared, vhost->vhost, pair, &fault);
	else
		acme_certificate_start(vhost->certificate);
}

void
acme_vhosts_start(struct acme_shared *shared)
{
	struct acme_vhost *vhost;

	for (vhost = shared->vhosts; vhost; vhost = vhost->next)
		if (!vhost->is_started)
			start(vhost);
}

struct acme_vhost *
acme_vhost_new(struct acme_shared *shared, struct lws_vhost *lws_vhost,
	       const struct lws_protocol_vhost_options *options)
{
	struct acme_vhost *vhost = calloc(1, sizeof(*vhost));
	struct acme_fault fault;

	if (!vhost)
		return NULL;
	vhost->vhost = lws_vhost;
	vhost->lease.lease = (struct acme_lease)ACME_LEASE_INIT;
	if (!set_up(vhost, shared, options, &fault)) {
		vhost->next = shared->vhosts;
		shared->vhosts = vhost;
		shared->lws.host.wake(&shared->lws, 0);
		return vhost;
	}
	if (fault.err == ACME_ERR_EXISTS)
		acme_log(ACME_LOG_NOTICE, "vhost \"%s\" %s",
			 lws_get_vhost_name(lws_vhost), fault.text);
	else
		refuse(shared, lws_vhost, options, &fault);
	acme_vhost_free(vhost);
	return NULL;
}

static void
forget(const struct acme_vhost *vhost)
{
	struct acme_vhost **link;

	if (!vhost->certificate)
		return;
	link = &vhost->port.shared->vhosts;
	while (*link && *link != vhost)
		link = &(*link)->next;
	if (*link)
		*link = vhost->next;
}

void
acme_vhost_free(struct acme_vhost *vhost)
{
	if (!vhost)
		return;
	forget(vhost);
	acme_certificate_free(vhost->certificate);
	acme_account_registry_put(vhost->account);
	acme_lws_lease_clear(&vhost->lease);
	acme_file_ids_clear(&vhost->ids);
	acme_options_clear(&vhost->options);
	free(vhost->who);
	free(vhost);
}
