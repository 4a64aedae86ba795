/* SPDX-License-Identifier: MIT */
/* See store_jobs.h: what is done to the files stands in store_request.c. */
#include "lws/privsep/store_jobs.h"

#include "lws/privsep/privsep.h"

#include <stdlib.h>

struct task {
	struct acme_job job; /* first */
	struct sm_ask ask;
	struct acme_access access;
	char *auth, *cert, *key, *who; /* of the places */
	struct acme_records records;
};

static void
task_free(struct task *task)
{
	free(task->auth);
	free(task->cert);
	free(task->key);
	free(task->who);
	acme_access_clear(&task->access);
	free(task);
}

void
acme_records_run(const struct acme_records *records, struct acme_access *access)
{
	struct acme_keeper *keeper = acme_access_is_of_auth(access)
					     ? records->keeper_of_auth
					     : records->keeper_of_pair;

	if (keeper)
		acme_keeper_run(keeper, records->number, access);
	else
		acme_access_run(access, &records->places);
}

static void
run(struct acme_job *job)
{
	struct task *task = (struct task *)job;
	struct acme_access *access = &task->access;

	acme_records_run(&task->records, access);
	if (access->stored)
		access->stored->place =
			acme_access_place(access, &task->records.places);
	if (access->err || access->kind != ACME_ACCESS_TRY)
		return;
	access->record = ACME_RECORD_PAIR; /* the other folder */
	acme_records_run(&task->records, access);
}

static void
finish(struct acme_job *job)
{
	struct task *task = (struct task *)job;
	struct acme_access *access = &task->access;

	if (access->err) {
		sm_ask_failed(&task->ask, acme_fault_new(access->err, "%s",
							 access->fault.text));
	} else {
		sm_ask_done(&task->ask, access->stored);
		access->stored = NULL;
	}
	task_free(task);
}

/* The vhost may be gone before the job is done. */
static bool
copy_records(struct task *task, const struct acme_records *records)
{
	const struct acme_places *places = &records->places;
	struct acme_places *copy = &task->records.places;

	task->records = *records;
	copy->auth = task->auth = acme_span_dup(acme_span_str(places->auth));
	copy->cert = task->cert = acme_span_dup(acme_span_str(places->cert));
	copy->key = task->key = acme_span_dup(acme_span_str(places->key));
	copy->who = task->who = acme_span_dup(acme_span_str(places->who));
	return task->auth && task->cert && task->key && task->who;
}

static void
begin(struct acme_edge *edge, const struct acme_records *records,
      const struct acme_access *what, struct acme_span text,
      struct acme_span key, const struct acme_asker *asker)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task) {
		acme_edge_fail(asker, NULL);
		return;
	}
	if (!acme_access_init(&task->access, what->kind, what->record,
			      what->tag) ||
	    !copy_records(task, records) ||
	    acme_buf_add(&task->access.text.buf, text) ||
	    acme_buf_add(&task->access.key.buf, key)) {
		task_free(task);
		acme_edge_fail(asker, NULL);
		return;
	}
	task->job.run = run;
	task->job.finish = finish;
	sm_ask_init(&task->ask, asker);
	acme_worker_add(&edge->worker, &task->job);
}

static struct acme_access
access_to(enum acme_access_kind kind, enum acme_record record, const char *tag)
{
	struct acme_access access = { .kind = kind, .record = record };

	if (tag)
		strncpy(access.tag, tag, ACME_TAG_MAX);
	return access;
}

void
acme_records_get(struct acme_edge *edge, const struct acme_records *records,
		 enum acme_record record, const char *tag,
		 const struct acme_asker *asker)
{
	const struct acme_access what = access_to(ACME_ACCESS_GET, record, tag);

	begin(edge, records, &what, ACME_SPAN(""), ACME_SPAN(""), asker);
}

void
acme_records_put(struct acme_edge *edge, const struct acme_records *records,
		 enum acme_record record, const char *tag,
		 struct acme_span text, const struct acme_asker *asker)
{
	const struct acme_access what = access_to(ACME_ACCESS_PUT, record, tag);

	begin(edge, records, &what, text, ACME_SPAN(""), asker);
}

void
acme_records_try(struct acme_edge *edge, const struct acme_records *records,
		 const struct acme_asker *asker)
{
	const struct acme_access what =
		access_to(ACME_ACCESS_TRY, ACME_RECORD_ACCOUNT_KEY, NULL);

	begin(edge, records, &what, ACME_SPAN(""), ACME_SPAN(""), asker);
}

void
acme_records_commit(struct acme_edge *edge, const struct acme_records *records,
		    struct acme_span chain, const struct acme_secret *key,
		    const struct acme_asker *asker)
{
	const struct acme_access what =
		access_to(ACME_ACCESS_PUT, ACME_RECORD_PAIR, NULL);

	begin(edge, records, &what, chain, acme_buf_span(&key->buf), asker);
}
