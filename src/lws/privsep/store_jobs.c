/* SPDX-License-Identifier: MIT */
/*
 * This runs each operation of the port's store as a job of the worker.  What
 * is done to the files stands in store_request.c.
 */
#include "lws/privsep/store_jobs.h"

#include "lws/privsep/privsep.h"

#include <stdlib.h>

struct task {
	struct acme_job job; /* first */
	struct sm_request pending;
	struct acme_store_request request;
	char *auth, *cert, *key, *who; /* of the paths */
	struct acme_store_jobs store_jobs;
};

static void
task_free(struct task *task)
{
	free(task->auth);
	free(task->cert);
	free(task->key);
	free(task->who);
	acme_store_request_clear(&task->request);
	free(task);
}

void
acme_store_jobs_run(const struct acme_store_jobs *store_jobs,
		    struct acme_store_request *request)
{
	struct acme_privsep *privsep = acme_store_request_is_of_auth(request)
					       ? store_jobs->privsep_of_auth
					       : store_jobs->privsep_of_pair;

	if (privsep)
		acme_privsep_run(privsep, store_jobs->number, request);
	else
		acme_store_request_run(request, &store_jobs->paths);
}

static void
run(struct acme_job *job)
{
	struct task *task = (struct task *)job;
	struct acme_store_request *request = &task->request;

	acme_store_jobs_run(&task->store_jobs, request);
	if (request->stored)
		request->stored->path = acme_store_request_path(
			request, &task->store_jobs.paths);
	if (request->err || request->kind != ACME_STORE_REQUEST_TRY)
		return;
	request->record = ACME_RECORD_PAIR; /* the other folder */
	acme_store_jobs_run(&task->store_jobs, request);
}

static void
finish(struct acme_job *job)
{
	struct task *task = (struct task *)job;
	struct acme_store_request *request = &task->request;

	if (request->err) {
		sm_request_failed(&task->pending,
				  acme_fault_new(request->err, "%s",
						 request->fault.text));
	} else {
		sm_request_done(&task->pending, request->stored);
		request->stored = NULL;
	}
	task_free(task);
}

/* The vhost may be gone before the job is done. */
static bool
copy_records(struct task *task, const struct acme_store_jobs *store_jobs)
{
	const struct acme_store_paths *paths = &store_jobs->paths;
	struct acme_store_paths *copy = &task->store_jobs.paths;

	task->store_jobs = *store_jobs;
	copy->auth = task->auth = acme_span_dup(acme_span_str(paths->auth));
	copy->cert = task->cert = acme_span_dup(acme_span_str(paths->cert));
	copy->key = task->key = acme_span_dup(acme_span_str(paths->key));
	copy->who = task->who = acme_span_dup(acme_span_str(paths->who));
	return task->auth && task->cert && task->key && task->who;
}

static void
begin(struct acme_lws_context *lws, const struct acme_store_jobs *store_jobs,
      const struct acme_store_request *what, struct acme_span text,
      struct acme_span key, const struct sm_requester *requester)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task) {
		acme_lws_failed(requester, NULL);
		return;
	}
	if (!acme_store_request_init(&task->request, what->kind, what->record,
				     what->tag) ||
	    !copy_records(task, store_jobs) ||
	    acme_buf_add(&task->request.text.buf, text) ||
	    acme_buf_add(&task->request.key.buf, key)) {
		task_free(task);
		acme_lws_failed(requester, NULL);
		return;
	}
	task->job.run = run;
	task->job.finish = finish;
	sm_request_init(&task->pending, requester);
	acme_worker_add(&lws->worker, &task->job);
}

static struct acme_store_request
access_to(enum acme_store_request_kind kind, enum acme_record record,
	  const char *tag)
{
	struct acme_store_request request = { .kind = kind, .record = record };

	if (tag)
		strncpy(request.tag, tag, ACME_TAG_MAX);
	return request;
}

void
acme_store_jobs_get(struct acme_lws_context *lws,
		    const struct acme_store_jobs *store_jobs,
		    enum acme_record record, const char *tag,
		    const struct sm_requester *requester)
{
	const struct acme_store_request what =
		access_to(ACME_STORE_REQUEST_GET, record, tag);

	begin(lws, store_jobs, &what, ACME_SPAN(""), ACME_SPAN(""), requester);
}

void
acme_store_jobs_put(struct acme_lws_context *lws,
		    const struct acme_store_jobs *store_jobs,
		    enum acme_record record, const char *tag,
		    struct acme_span text, const struct sm_requester *requester)
{
	const struct acme_store_request what =
		access_to(ACME_STORE_REQUEST_PUT, record, tag);

	begin(lws, store_jobs, &what, text, ACME_SPAN(""), requester);
}

void
acme_store_jobs_try(struct acme_lws_context *lws,
		    const struct acme_store_jobs *store_jobs,
		    const struct sm_requester *requester)
{
	const struct acme_store_request what = access_to(
		ACME_STORE_REQUEST_TRY, ACME_RECORD_ACCOUNT_KEY, NULL);

	begin(lws, store_jobs, &what, ACME_SPAN(""), ACME_SPAN(""), requester);
}

void
acme_store_jobs_commit(struct acme_lws_context *lws,
		       const struct acme_store_jobs *store_jobs,
		       struct acme_span chain, const struct acme_secret *key,
		       const struct sm_requester *requester)
{
	const struct acme_store_request what =
		access_to(ACME_STORE_REQUEST_PUT, ACME_RECORD_PAIR, NULL);

	begin(lws, store_jobs, &what, chain, acme_buf_span(&key->buf),
	      requester);
}
