/* SPDX-License-Identifier: MIT */
/*
 * This asks for the lease of a pair, in the loop, and answers with an event.
 * Locks that are not waited for take microseconds: no job for the worker.
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "lws/files/lws_lease.h"

#include "base/log.h"
#include "store/pair/foreign.h"

#include <stdlib.h>
#include <unistd.h>

/* The folder was judged for the user whose right is used (file_rights.h). */
static enum acme_err
open_file(struct acme_lease *lease, const char *cert_path,
	  struct acme_fault *fault)
{
	uid_t user = geteuid() ? geteuid() : ACME_ANY_ONE_USER;
	struct acme_resolved_path cert;
	enum acme_err err;

	if (lease->fd >= 0)
		return ACME_OK;
	err = acme_resolved_path_open(&cert, cert_path, user, fault);
	if (!err)
		err = acme_lease_open(lease, &cert.named, fault);
	acme_resolved_path_close(&cert);
	return err;
}

/* Without it two processes may both renew: better than none. */
static bool
open_lease(struct acme_lws_lease *lease)
{
	struct acme_fault fault;

	if (!open_file(&lease->lease, lease->cert_path, &fault))
		return true;
	if (!lease->warned)
		acme_log(ACME_LOG_WARN,
			 "%s; without this lock, another process with the same "
			 "files would renew the certificate as well",
			 fault.text);
	lease->warned = true;
	return false;
}

/* Before there is an lws context. */
static struct prepared {
	struct prepared *next;
	char *cert_path;
	struct acme_lease lease;
} * prepared;

void
acme_lws_lease_prepare(const char *cert_path)
{
	struct prepared *made;
	struct acme_fault fault;
	const char *owner = NULL;

	/* Not known: it is opened once that is. */
	if (acme_foreign_owner(cert_path, &owner, NULL) || owner)
		return;
	made = calloc(1, sizeof(*made));
	if (!made)
		return;
	made->lease = (struct acme_lease)ACME_LEASE_INIT;
	made->cert_path = acme_span_dup(acme_span_str(cert_path));
	if (!made->cert_path || open_file(&made->lease, cert_path, &fault)) {
		free(made->cert_path);
		free(made);
		return;
	}
	made->next = prepared;
	prepared = made;
}

static void
take_prepared(struct acme_lws_lease *lease)
{
	struct prepared **link = &prepared, *found;

	while (*link && strcmp((*link)->cert_path, lease->cert_path))
		link = &(*link)->next;
	found = *link;
	if (!found)
		return;
	*link = found->next;
	lease->lease = found->lease;
	free(found->cert_path);
	free(found);
}

void
acme_lws_lease_init(struct acme_lws_lease *lease, const char *cert_path)
{
	*lease = (struct acme_lws_lease){ .lease = ACME_LEASE_INIT,
					  .cert_path = cert_path };
	take_prepared(lease);
	open_lease(lease);
}

void
acme_lws_lease_clear(struct acme_lws_lease *lease)
{
	acme_lease_close(&lease->lease);
}

void
acme_lws_lease_ask(struct acme_lws_lease *lease,
		   const struct sm_requester *requester)
{
	struct acme_lease_acquired *acquired = calloc(1, sizeof(*acquired));
	struct sm_request request;
	bool newly = false;

	sm_request_init(&request, requester);
	if (open_lease(lease) && !acme_lease_take(&lease->lease, &newly)) {
		free(acquired);
		sm_request_failed(&request, NULL);
		return;
	}
	if (acquired)
		acquired->newly = newly;
	sm_request_done(&request, acquired);
}
