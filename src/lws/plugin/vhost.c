/* SPDX-License-Identifier: MIT */
/*
 * A vhost is the port of a certificate (client/port.h).  It knows its files,
 * and the lws context that the vhosts share.
 */
#include "lws/plugin/vhost.h"
#include "base/log.h"
#include "client/certificate/certificate.h"
#include "format/json/json_write.h"
#include "lws/files/lws_lease.h"
#include "lws/options/options.h"
#include "lws/options/options_compare.h"
#include "lws/options/path_checks.h"
#include "lws/plugin/account_registry.h"
#include "lws/plugin/lws_port.h"
#include "lws/plugin/reach.h"
#include "lws/plugin/stored_pair.h"
#include "lws/privsep/file_rights.h"
#include "lws/serve/http01.h"
#include "lws/serve/install.h"
#include "lws/serve/probe.h"
#include "lws/vhosts/listeners.h"
#include "store/pair/foreign.h"

#include <stdlib.h>

#define REPORT_MAX 2048

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

static struct acme_vhost *
vhost_of(struct acme_port *port)
{
	return (struct acme_vhost *)port;
}

static void
ask_lease(struct acme_port *port, const struct sm_requester *requester)
{
	acme_lws_lease_ask(&vhost_of(port)->lease, requester);
}

static void
offer_lease(struct acme_port *port)
{
	acme_lease_offer(&vhost_of(port)->lease.lease);
}

static bool
can_publish(struct acme_port *port, enum acme_challenge_type type)
{
	return type != ACME_CHALLENGE_HTTP_01 ||
	       acme_listeners_have_plain(
		       &vhost_of(port)->port.shared->listeners);
}

static void
publish(struct acme_port *port, struct acme_challenge_response *response,
	const struct sm_requester *requester)
{
	struct acme_shared *shared = vhost_of(port)->port.shared;

	if (response->type != ACME_CHALLENGE_HTTP_01) {
		acme_listeners_look(&shared->listeners);
		acme_tls_challenges_publish(&shared->tls_challenges, response,
					    requester);
		return;
	}
	acme_http01_publish(&shared->http01, response);
	acme_lws_done(requester);
}

static void
withdraw(struct acme_port *port, struct acme_challenge_response *response)
{
	struct acme_shared *shared = vhost_of(port)->port.shared;

	if (response->type == ACME_CHALLENGE_HTTP_01)
		acme_http01_withdraw(&shared->http01, response);
	else
		acme_tls_challenges_withdraw(&shared->tls_challenges, response);
}

static void
install(struct acme_port *port, struct acme_span chain,
	const struct acme_secret *key, const struct sm_requester *requester)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_install(&vhost->port.shared->lws, &vhost->served, chain, key,
		     requester);
}

static void
probe(struct acme_port *port, const struct sm_requester *requester)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_probe(&vhost->port.shared->lws, vhost->vhost,
		   vhost->options.config->names[0], requester);
}

/* To whom a folder is closed leaves it to the process that keeps the files. */
static enum acme_err
know_owner(struct acme_vhost *vhost, struct acme_fault *fault)
{
	const struct acme_options *options = &vhost->options;
	enum acme_err err;

	if (vhost->knows_owner)
		return ACME_OK;
	err = acme_foreign_kept_by(options->cert_path, options->key_path,
				   &vhost->kept_by, fault);
	if (err && err != ACME_ERR_INVALID)
		return err;
	vhost->knows_owner = true;
	if (!vhost->kept_by)
		acme_lws_lease_init(&vhost->lease, options->cert_path);
	return ACME_OK;
}

static void
look_for_owner(struct acme_port *port, const struct sm_requester *requester)
{
	struct acme_fault fault;

	if (know_owner(vhost_of(port), &fault))
		acme_lws_failed(requester, &fault);
	else
		acme_lws_done(requester);
}

static const char *
kept_by(struct acme_port *port)
{
	return vhost_of(port)->kept_by;
}

/* The names and values that programs know from lws's own ACME plugin. */
static const struct {
	enum lws_cert_update_state state;
	const char *member;
} reports[] = {
	[ACME_PROGRESS_STARTED] = { LWS_CUS_STARTING, "directory-url" },
	[ACME_PROGRESS_ISSUED] = { LWS_CUS_SUCCESS, "serial" },
	[ACME_PROGRESS_FAILED] = { LWS_CUS_FAILED, "error" },
	[ACME_PROGRESS_IDLE] = { LWS_CUS_IDLE, "serial" },
	[ACME_PROGRESS_CREATE_KEYS] = { LWS_CUS_CREATE_KEYS, "directory-url" },
	[ACME_PROGRESS_REGISTER] = { LWS_CUS_REG, "directory-url" },
	[ACME_PROGRESS_AUTHORIZE] = { LWS_CUS_AUTH, "order" },
	[ACME_PROGRESS_CHALLENGE] = { LWS_CUS_CHALLENGE, "name" },
	[ACME_PROGRESS_CREATE_REQUEST] = { LWS_CUS_CREATE_REQ, "order" },
	[ACME_PROGRESS_REQUEST] = { LWS_CUS_REQ, "order" },
	[ACME_PROGRESS_CONFIRM] = { LWS_CUS_CONFIRM, "order" },
	[ACME_PROGRESS_ISSUE] = { LWS_CUS_ISSUE, "order" },
};

static void
report(struct acme_port *port, enum acme_progress progress, const char *text)
{
	const struct acme_vhost *vhost = vhost_of(port);
	struct acme_buf json = ACME_BUF_INIT(REPORT_MAX);
	struct acme_json_write write;

	acme_json_write_init(&write, &json);
	acme_json_write_object(&write, NULL);
	acme_json_write_string(&write, "common-name",
			       acme_span_str(vhost->options.config->names[0]));
	if (text)
		acme_json_write_string(&write, reports[progress].member,
				       acme_span_str(text));
	acme_json_write_object_end(&write);
	/* The state is what programs wait for; its text is optional. */
	if (acme_json_write_finish(&write))
		acme_buf_clear(&json);
	acme_listeners_tell(&vhost->port.shared->listeners, vhost->vhost,
			    json.data, reports[progress].state);
	acme_buf_clear(&json);
}

static struct acme_store_paths
paths_of(const struct acme_vhost *vhost)
{
	return (struct acme_store_paths){ .auth = vhost->options.auth_path,
					  .cert = vhost->options.cert_path,
					  .key = vhost->options.key_path,
					  .who = vhost->who };
}

static void
init_port(struct acme_vhost *vhost, struct acme_shared *shared)
{
	const struct acme_store_jobs store_jobs = { .paths = paths_of(vhost) };
	struct acme_port *port = &vhost->port.port;

	acme_lws_port_init(&vhost->port, shared, &store_jobs);
	port->ask_lease = ask_lease;
	port->offer_lease = offer_lease;
	port->can_publish = can_publish;
	port->publish = publish;
	port->withdraw = withdraw;
	port->install = install;
	port->probe = probe;
	port->report = report;
	port->look_for_owner = look_for_owner;
	port->kept_by = kept_by;
	port->pair = vhost->options.cert_path;
}

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
	paths = paths_of(vhost);
	err = check_files(vhost, shared, &paths, fault);
	if (err)
		return err;
	acme_path_checks_look(&vhost->options, name);
	err = acme_file_rights_check(&shared->file_rights, &paths, fault);
	if (err)
		return err;
	init_port(vhost, shared);
	init_served(vhost);
	err = acme_server_tls_prepare(&vhost->served, fault);
	if (err)
		return err;
	acme_stored_pair_serve(&shared->lws, &vhost->port.store_jobs,
			       &vhost->served);
	/* Root may still look; what it can't tell is looked for again. */
	(void)know_owner(vhost, NULL);
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
