/* SPDX-License-Identifier: MIT */
/* The port's store: each operation is a job on files (src/store). */
#ifndef ACME_LWS_PRIVSEP_STORE_JOBS_H
#define ACME_LWS_PRIVSEP_STORE_JOBS_H

#include "lws/files/store_request.h"
#include "lws/loop/lws_context.h"

/* Where a vhost keeps its records, and who does it where it is not the server
 * itself (file_rights.h); copied into each job. */
struct acme_store_jobs {
	struct acme_store_paths paths;
	struct acme_privsep *privsep_of_auth, *privsep_of_pair;
	int number; /* of the paths, for a privileged process */
};

/* At once; it blocks. */
void acme_store_jobs_run(const struct acme_store_jobs *store_jobs,
			 struct acme_store_request *request);

void acme_store_jobs_get(struct acme_lws_context *lws,
			 const struct acme_store_jobs *store_jobs,
			 enum acme_record record, const char *tag,
			 const struct sm_requester *requester);

void acme_store_jobs_put(struct acme_lws_context *lws,
			 const struct acme_store_jobs *store_jobs,
			 enum acme_record record, const char *tag,
			 struct acme_span text,
			 const struct sm_requester *requester);

/* Can all of them be written? */
void acme_store_jobs_try(struct acme_lws_context *lws,
			 const struct acme_store_jobs *store_jobs,
			 const struct sm_requester *requester);

void acme_store_jobs_commit(struct acme_lws_context *lws,
			    const struct acme_store_jobs *store_jobs,
			    struct acme_span chain,
			    const struct acme_secret *key,
			    const struct sm_requester *requester);

#endif
