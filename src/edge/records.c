/* SPDX-License-Identifier: MIT */
/* See records.h; what becomes durable, and in which order, is the store's. */
#include "edge/records.h"
#include "client/payload.h"
#include "store/file.h"
#include "store/pair.h"

#include <stdlib.h>

#define PATH_LIMIT 65536

struct access {
	struct acme_job job; /* first */
	struct sm_ask ask;
	enum acme_record record;
	char *auth_path, *state_path;
	char *cert_path, *key_path;
	struct acme_secret text;    /* to be put */
	struct acme_stored *stored; /* that was got, or NULL */
	enum acme_err err;
	struct acme_fault fault;
};

static void
access_free(struct access *access)
{
	free(access->auth_path);
	free(access->state_path);
	free(access->cert_path);
	free(access->key_path);
	acme_secret_clear(&access->text);
	acme_stored_free(access->stored);
	free(access);
}

static void
finish(struct acme_job *job)
{
	struct access *access = (struct access *)job;

	if (access->err) {
		sm_ask_failed(&access->ask, acme_fault_new(access->err, "%s",
							   access->fault.text));
	} else {
		sm_ask_done(&access->ask, access->stored);
		access->stored = NULL;
	}
	access_free(access);
}

static struct acme_pair_paths
pair_of(const struct access *access)
{
	return (struct acme_pair_paths){ .cert = access->cert_path,
					 .key = access->key_path };
}

static void
get(struct acme_job *job)
{
	struct access *access = (struct access *)job;
	const struct acme_pair_paths pair = pair_of(access);
	struct acme_stored *stored = access->stored;

	switch (access->record) {
	case ACME_RECORD_ACCOUNT_KEY:
		access->err = acme_file_read(access->auth_path, &stored->key,
					     &access->fault);
		stored->place = access->auth_path;
		access->auth_path = NULL;
		break;
	case ACME_RECORD_PAIR:
		access->err = acme_pair_read(&pair, &stored->chain,
					     &stored->key, &access->fault);
		break;
	case ACME_RECORD_NEW_KEY:
		access->err = acme_pair_read_kept_key(&pair, &stored->key,
						      &access->fault);
		break;
	case ACME_RECORD_STATE:
		access->err = acme_file_read(access->state_path, &stored->key,
					     &access->fault);
		stored->place = access->state_path;
		access->state_path = NULL;
		break;
	}
}

static void
put(struct acme_job *job)
{
	struct access *access = (struct access *)job;
	const struct acme_pair_paths pair = pair_of(access);
	struct acme_span text = acme_buf_span(&access->text.buf);

	switch (access->record) {
	case ACME_RECORD_ACCOUNT_KEY:
		access->err = acme_file_create(access->auth_path, text,
					       &access->fault);
		break;
	case ACME_RECORD_NEW_KEY:
		access->err = acme_pair_keep_key(&pair, text, &access->fault);
		break;
	case ACME_RECORD_PAIR:
		access->err = acme_pair_commit(&pair, text, &access->fault);
		break;
	case ACME_RECORD_STATE:
		access->err = acme_file_write(access->state_path, text,
					      &access->fault);
		break;
	}
}

/* The state is beside the account key. */
static void
try_paths(struct acme_job *job)
{
	struct access *access = (struct access *)job;

	access->err = acme_file_probe(access->auth_path, &access->fault);
	if (!access->err)
		access->err =
			acme_file_probe(access->cert_path, &access->fault);
	if (!access->err)
		access->err = acme_file_probe(access->key_path, &access->fault);
}

/* NULL where memory is short. */
static char *
state_path(const struct acme_records *records, const char *tag)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);

	if (acme_buf_addf(&path, "%s.%s.state", records->auth_path,
			  tag ? tag : ""))
		acme_buf_clear(&path);
	return path.data;
}

static struct access *
access_new(const struct acme_records *records, enum acme_record record,
	   const char *tag, struct acme_span text)
{
	struct access *access = calloc(1, sizeof(*access));
	enum acme_err err;

	if (!access)
		return NULL;
	access->record = record;
	access->auth_path = acme_span_dup(acme_span_str(records->auth_path));
	access->state_path = state_path(records, tag);
	access->cert_path = acme_span_dup(acme_span_str(records->cert_path));
	access->key_path = acme_span_dup(acme_span_str(records->key_path));
	access->text = (struct acme_secret)ACME_SECRET_INIT(text.len);
	err = acme_buf_add(&access->text.buf, text);
	if (!err && access->auth_path && access->state_path &&
	    access->cert_path && access->key_path)
		return access;
	access_free(access);
	return NULL;
}

static void
begin(struct acme_edge *edge, struct access *access,
      void (*run)(struct acme_job *), const struct acme_asker *asker)
{
	if (!access) {
		acme_edge_fail(asker, NULL);
		return;
	}
	access->job.run = run;
	access->job.finish = finish;
	sm_ask_init(&access->ask, asker->sm, asker->done, asker->failed);
	acme_worker_add(&edge->worker, &access->job);
}

void
acme_records_get(struct acme_edge *edge, const struct acme_records *records,
		 enum acme_record record, const char *tag,
		 const struct acme_asker *asker)
{
	struct access *access =
		access_new(records, record, tag, acme_span(NULL, 0));

	if (access)
		access->stored = acme_stored_new();
	if (access && !access->stored) {
		access_free(access);
		access = NULL;
	}
	begin(edge, access, get, asker);
}

void
acme_records_put(struct acme_edge *edge, const struct acme_records *records,
		 enum acme_record record, const char *tag,
		 struct acme_span text, const struct acme_asker *asker)
{
	begin(edge, access_new(records, record, tag, text), put, asker);
}

void
acme_records_try(struct acme_edge *edge, const struct acme_records *records,
		 const struct acme_asker *asker)
{
	begin(edge,
	      access_new(records, ACME_RECORD_PAIR, NULL, acme_span(NULL, 0)),
	      try_paths, asker);
}

void
acme_records_commit(struct acme_edge *edge, const struct acme_records *records,
		    struct acme_span chain, const struct acme_asker *asker)
{
	acme_records_put(edge, records, ACME_RECORD_PAIR, NULL, chain, asker);
}
