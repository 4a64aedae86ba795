/* SPDX-License-Identifier: MIT */
/*
 * This asks what a client of the vhost gets.  The client's side runs in the
 * worker and blocks there, while the loop serves the other.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "lws/serve/probe.h"
#include "base/limits.h"
#include "client/certificate/issuance.h"
#include "client/payload.h"
#include "crypto/x509/leaf.h"
#include "lws/serve/server_tls.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define US_PER_S 1000000

struct probe {
	struct acme_job job; /* first */
	struct sm_request request;
	int fd;
	char *name;
	enum acme_err err;
	struct acme_fault fault;
	struct acme_cert_info *info;
};

static void
run(struct acme_job *job)
{
	struct probe *probe = (struct probe *)job;
	struct acme_buf leaf = ACME_BUF_INIT(ACME_CERT_DER_MAX);

	probe->err = acme_server_tls_probe(probe->fd, probe->name, &leaf,
					   &probe->fault);
	if (!probe->err)
		probe->err = acme_leaf_info(acme_buf_span(&leaf), probe->info,
					    &probe->fault);
	acme_buf_clear(&leaf);
	close(probe->fd);
	probe->fd = -1;
}

static void
probe_free(struct probe *probe)
{
	if (probe->fd >= 0)
		close(probe->fd);
	free(probe->name);
	free(probe->info);
	free(probe);
}

/* Where our own means were short, it could not be seen. */
static void
tell_fault(struct probe *probe)
{
	struct acme_fault *fault =
		acme_fault_new(probe->err, "%s", probe->fault.text);

	if (probe->err == ACME_ERR_SYSTEM || probe->err == ACME_ERR_MEMORY)
		sm_request_failed(&probe->request, fault);
	else
		sm_request_other(&probe->request, fault);
}

static void
finish(struct acme_job *job)
{
	struct probe *probe = (struct probe *)job;

	if (probe->err) {
		tell_fault(probe);
	} else {
		sm_request_done(&probe->request, probe->info);
		probe->info = NULL;
	}
	probe_free(probe);
}

static enum acme_err
connect_to(struct probe *probe, struct lws_vhost *vhost,
	   struct acme_fault *fault)
{
	/* A server that says nothing for so long ends the probe: the worker is
	 * not held for as long as the flows wait for it. */
	const struct timeval silence = {
		.tv_sec = ISSUANCE_T_PROBE_US / 2 / US_PER_S,
		.tv_usec = ISSUANCE_T_PROBE_US / 2 % US_PER_S,
	};
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "no socketpair: %s", strerror(errno));
	probe->fd = ends[1];
	setsockopt(probe->fd, SOL_SOCKET, SO_RCVTIMEO, &silence,
		   sizeof(silence));
	setsockopt(probe->fd, SOL_SOCKET, SO_SNDTIMEO, &silence,
		   sizeof(silence));
	if (lws_adopt_socket_vhost(vhost, ends[0]))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_SYSTEM,
			      "the vhost takes no connection");
}

static struct probe *
probe_new(const char *name)
{
	struct probe *probe = calloc(1, sizeof(*probe));

	if (!probe)
		return NULL;
	probe->fd = -1;
	probe->job.run = run;
	probe->job.finish = finish;
	probe->name = acme_span_dup(acme_span_str(name));
	probe->info = calloc(1, sizeof(*probe->info));
	if (probe->name && probe->info)
		return probe;
	probe_free(probe);
	return NULL;
}

void
acme_probe(struct acme_lws_context *lws, struct lws_vhost *vhost,
	   const char *name, const struct sm_requester *requester)
{
	struct probe *probe = probe_new(name);
	struct acme_fault fault;

	if (!probe) {
		acme_lws_failed(requester, NULL);
		return;
	}
	if (connect_to(probe, vhost, &fault)) {
		acme_lws_failed(requester, &fault);
		probe_free(probe);
		return;
	}
	sm_request_init(&probe->request, requester);
	acme_worker_add(&lws->worker, &probe->job);
}
