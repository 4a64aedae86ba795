/* SPDX-License-Identifier: MIT */
/*
 * This puts a new pair into the running server.  The place is touched only
 * while the requester waits: later it may be gone.
 */
#include "lws/serve/install.h"
#include "client/payload.h"

#include <stdlib.h>

struct install {
	struct acme_job job; /* first */
	struct sm_request request;
	const struct acme_served_vhost *served;
	struct acme_buf chain;
	struct acme_secret key;
	struct acme_server_tls_pair *pair;
	enum acme_err err;
	struct acme_fault fault;
};

static void
install_free(struct install *install)
{
	acme_buf_clear(&install->chain);
	acme_secret_clear(&install->key);
	acme_server_tls_free(install->pair);
	free(install);
}

static void
run(struct acme_job *job)
{
	struct install *install = (struct install *)job;

	install->err = acme_server_tls_parse(acme_buf_span(&install->chain),
					     acme_buf_span(&install->key.buf),
					     &install->pair, &install->fault);
}

static void
serve(struct install *install)
{
	install->err = acme_server_tls_serve_take(
		install->served, install->pair, &install->fault);
	if (!install->err)
		install->pair = NULL;
}

static void
finish(struct acme_job *job)
{
	struct install *install = (struct install *)job;

	if (!install->err && sm_request_wanted(&install->request))
		serve(install);
	if (install->err)
		sm_request_failed(&install->request,
				  acme_fault_new(install->err, "%s",
						 install->fault.text));
	else
		sm_request_done(&install->request, NULL);
	install_free(install);
}

static struct install *
install_new(struct acme_span chain, const struct acme_secret *key)
{
	struct install *install = calloc(1, sizeof(*install));
	enum acme_err err;

	if (!install)
		return NULL;
	install->chain.limit = chain.len;
	install->key = (struct acme_secret)ACME_SECRET_INIT(key->buf.len);
	err = acme_buf_add(&install->chain, chain);
	if (!err)
		err = acme_buf_add(&install->key.buf, acme_buf_span(&key->buf));
	if (!err)
		return install;
	install_free(install);
	return NULL;
}

void
acme_install(struct acme_lws_context *lws,
	     const struct acme_served_vhost *served, struct acme_span chain,
	     const struct acme_secret *key,
	     const struct sm_requester *requester)
{
	struct install *install = install_new(chain, key);

	if (!install) {
		acme_lws_failed(requester, NULL);
		return;
	}
	install->served = served;
	install->job.run = run;
	install->job.finish = finish;
	sm_request_init(&install->request, requester);
	acme_worker_add(&lws->worker, &install->job);
}
