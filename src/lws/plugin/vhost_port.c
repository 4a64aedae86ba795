/* SPDX-License-Identifier: MIT */
/*
 * A vhost is the port of a certificate (client/port.h): these functions take
 * what the ACME client asks for to what serves, stores and looks.
 */
#include "lws/plugin/vhost_private.h"

#include "client/certificate/certificate.h"
#include "format/json/json_write.h"
#include "lws/serve/http01.h"
#include "lws/serve/install.h"
#include "lws/serve/probe.h"
#include "lws/vhosts/listeners.h"
#include "store/pair/foreign.h"

#define REPORT_MAX 2048

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
enum acme_err
acme_vhost_know_owner(struct acme_vhost *vhost, struct acme_fault *fault)
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

	if (acme_vhost_know_owner(vhost_of(port), &fault))
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

struct acme_store_paths
acme_vhost_paths(const struct acme_vhost *vhost)
{
	return (struct acme_store_paths){ .auth = vhost->options.auth_path,
					  .cert = vhost->options.cert_path,
					  .key = vhost->options.key_path,
					  .who = vhost->who };
}

void
acme_vhost_port_init(struct acme_vhost *vhost, struct acme_shared *shared)
{
	const struct acme_store_jobs store_jobs = { .paths = acme_vhost_paths(
							    vhost) };
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
