/* SPDX-License-Identifier: MIT */
/*
 * The port of a certificate (client/port.h): which vhost, which files, and
 * the edge that the vhosts share.
 */
#include "edge/vhost.h"
#include "base/log.h"
#include "client/certificate.h"
#include "edge/answers.h"
#include "edge/folders.h"
#include "edge/install.h"
#include "edge/options.h"
#include "edge/probe.h"
#include "edge/records.h"
#include "edge/stream.h"
#include "format/json_write.h"

#include <stdlib.h>
#include <time.h>

#define REPORT_MAX 2048

struct acme_vhost {
	struct acme_port port; /* first: the core has only this */
	struct acme_edge *edge;
	struct lws_vhost *vhost;
	struct acme_options options;
	struct acme_records records;
	struct acme_certificate *certificate;
};

static struct acme_vhost *
vhost_of(struct acme_port *port)
{
	return (struct acme_vhost *)port;
}

static int64_t
now_s(struct acme_port *port)
{
	(void)port;
	return time(NULL);
}

static void
stream_open(struct acme_port *port, const struct acme_endpoint *to,
	    const struct acme_stream_owner *owner, struct acme_stream **stream)
{
	*stream = acme_stream_open(vhost_of(port)->edge, to, owner);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	acme_worker_add(&vhost_of(port)->edge->worker, job);
}

static void
store_get(struct acme_port *port, enum acme_record record, const char *tag,
	  const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_records_get(vhost->edge, &vhost->records, record, tag, asker);
}

static void
store_put(struct acme_port *port, enum acme_record record, const char *tag,
	  struct acme_span text, const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_records_put(vhost->edge, &vhost->records, record, tag, text,
			 asker);
}

static void
store_try(struct acme_port *port, const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_records_try(vhost->edge, &vhost->records, asker);
}

static void
store_commit(struct acme_port *port, struct acme_span chain,
	     const struct acme_secret *key, const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_records_commit(vhost->edge, &vhost->records, chain, key, asker);
}

static bool
can_publish(struct acme_port *port, enum acme_challenge_type type)
{
	return type != ACME_CHALLENGE_HTTP_01 ||
	       acme_listeners_have_plain(vhost_of(port)->edge);
}

static void
publish(struct acme_port *port, struct acme_answer *answer,
	const struct acme_asker *asker)
{
	struct acme_edge *edge = vhost_of(port)->edge;

	if (answer->type != ACME_CHALLENGE_HTTP_01) {
		acme_tls_answers_publish(edge, answer, asker);
		return;
	}
	acme_answers_publish(edge, answer);
	acme_edge_answer(asker);
}

static void
withdraw(struct acme_port *port, struct acme_answer *answer)
{
	struct acme_edge *edge = vhost_of(port)->edge;

	if (answer->type == ACME_CHALLENGE_HTTP_01)
		acme_answers_withdraw(edge, answer);
	else
		acme_tls_answers_withdraw(edge, answer);
}

static void
install(struct acme_port *port, struct acme_span chain,
	const struct acme_secret *key, const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_install(vhost->edge, vhost->vhost, chain, key, asker);
}

static void
probe(struct acme_port *port, const struct acme_asker *asker)
{
	const struct acme_vhost *vhost = vhost_of(port);

	acme_probe(vhost->edge, vhost->vhost, vhost->options.config->names[0],
		   asker);
}

/* The names and values that programs know from lws's own ACME plugin. */
static const struct {
	enum lws_cert_update_state state;
	const char *member;
} reports[] = {
	[ACME_PROGRESS_STARTED] = { LWS_CUS_STARTING, "directory-url" },
	[ACME_PROGRESS_ISSUED] = { LWS_CUS_SUCCESS, "serial" },
	[ACME_PROGRESS_FAILED] = { LWS_CUS_FAILED, "error" },
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
	acme_json_write_string(&write, reports[progress].member,
			       acme_span_str(text));
	acme_json_write_object_end(&write);
	/* The state is what programs wait for; its text is optional. */
	if (acme_json_write_finish(&write))
		acme_buf_clear(&json);
	lws_callback_vhost_protocols_vhost(
		vhost->vhost, LWS_CALLBACK_VHOST_CERT_UPDATE, json.data,
		(size_t)reports[progress].state);
	acme_buf_clear(&json);
}

static const struct acme_port port_functions = {
	.now_s = now_s,
	.stream_open = stream_open,
	.stream_write = acme_stream_write,
	.stream_take = acme_stream_take,
	.stream_close = acme_stream_close,
	.work = work,
	.store_get = store_get,
	.store_put = store_put,
	.store_try = store_try,
	.store_commit = store_commit,
	.can_publish = can_publish,
	.publish = publish,
	.withdraw = withdraw,
	.install = install,
	.probe = probe,
	.report = report,
};

static enum acme_err
set_up(struct acme_vhost *vhost,
       const struct lws_protocol_vhost_options *options,
       struct acme_fault *fault)
{
	enum acme_err err;

	err = acme_options_read(options, &vhost->options, fault);
	if (err)
		return err;
	acme_folders_look(&vhost->options, lws_get_vhost_name(vhost->vhost));
	vhost->records.places = (struct acme_places){
		.auth = vhost->options.auth_path,
		.cert = vhost->options.cert_path,
		.key = vhost->options.key_path,
		.who = vhost->options.config->names[0],
	};
	vhost->certificate = acme_certificate_new(
		vhost->options.config, &vhost->port, &vhost->edge->loop);
	if (!vhost->certificate)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
	return ACME_OK;
}

struct acme_vhost *
acme_vhost_new(struct acme_edge *edge, struct lws_vhost *lws_vhost,
	       const struct lws_protocol_vhost_options *options)
{
	struct acme_vhost *vhost = calloc(1, sizeof(*vhost));
	struct acme_fault fault;

	if (!vhost)
		return NULL;
	vhost->port = port_functions;
	vhost->edge = edge;
	vhost->vhost = lws_vhost;
	if (!set_up(vhost, options, &fault)) {
		acme_certificate_start(vhost->certificate);
		return vhost;
	}
	acme_log(ACME_LOG_ERR,
		 "vhost \"%s\" gets no certificate from lws-acme-client: %s",
		 lws_get_vhost_name(lws_vhost), fault.text);
	acme_vhost_free(vhost);
	return NULL;
}

void
acme_vhost_free(struct acme_vhost *vhost)
{
	if (!vhost)
		return;
	acme_certificate_free(vhost->certificate);
	acme_options_clear(&vhost->options);
	free(vhost);
}
