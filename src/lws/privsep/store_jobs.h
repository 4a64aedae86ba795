/* SPDX-License-Identifier: MIT */
/* The port's store: each operation is a job on files (src/store). */
#ifndef ACME_LWS_PRIVSEP_STORE_JOBS_H
#define ACME_LWS_PRIVSEP_STORE_JOBS_H

#include "lws/files/store_request.h"
#include "lws/loop/context.h"

/* Where a vhost keeps its records, and who does it where it is not the server
 * itself (file_rights.h); copied into each job. */
struct acme_records {
	struct acme_places places;
	struct acme_keeper *keeper_of_auth, *keeper_of_pair;
	int number; /* of the places, for a keeper */
};

/* At once; it blocks. */
void acme_records_run(const struct acme_records *records,
		      struct acme_access *access);

void acme_records_get(struct acme_edge *edge,
		      const struct acme_records *records,
		      enum acme_record record, const char *tag,
		      const struct acme_asker *asker);

void acme_records_put(struct acme_edge *edge,
		      const struct acme_records *records,
		      enum acme_record record, const char *tag,
		      struct acme_span text, const struct acme_asker *asker);

/* Can all of them be written? */
void acme_records_try(struct acme_edge *edge,
		      const struct acme_records *records,
		      const struct acme_asker *asker);

void acme_records_commit(struct acme_edge *edge,
			 const struct acme_records *records,
			 struct acme_span chain, const struct acme_secret *key,
			 const struct acme_asker *asker);

#endif
