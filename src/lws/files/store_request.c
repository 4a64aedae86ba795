/* SPDX-License-Identifier: MIT */
/*
 * This runs one request to the store, in whichever process it is.  What
 * becomes durable, and in which order, is the store's.
 */
#define _POSIX_C_SOURCE 200809L /* nanosleep() */
#include "lws/files/store_request.h"

#include "base/log.h"
#include "client/certificate/storage.h"
#include "lws/files/file_ids.h"
#include "lws/serve/server_tls.h"
#include "store/file/file.h"
#include "store/file/lock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PATH_LIMIT 65536
/* For a lock that another process holds, of which no event tells.  What is read
 * without it is a pair, too. */
#define READING_MS  250
#define PATIENCE_MS 2000
#define PAUSE_MS    50

_Static_assert(PATIENCE_MS * 1000 < STORAGE_T_STORE_US / 2, "t_store");

bool
acme_store_request_init(struct acme_store_request *request,
			enum acme_store_request_kind kind,
			enum acme_record record, const char *tag)
{
	*request = (struct acme_store_request){
		.kind = kind,
		.record = record,
		.text = ACME_SECRET_INIT(ACME_RECORD_TEXT),
		.key = ACME_SECRET_INIT(ACME_RECORD_TEXT),
	};
	if (tag)
		strncpy(request->tag, tag, ACME_TAG_MAX);
	if (kind != ACME_STORE_REQUEST_GET)
		return true;
	request->stored = acme_stored_new();
	return request->stored;
}

void
acme_store_request_clear(struct acme_store_request *request)
{
	acme_secret_clear(&request->text);
	acme_secret_clear(&request->key);
	acme_stored_free(request->stored);
}

/* It becomes part of a path, and may have come from another process. */
static bool
is_tag(const char *tag)
{
	while (isalnum((unsigned char)*tag))
		tag++;
	return !*tag;
}

/* The state is beside the account key. */
char *
acme_store_request_path(const struct acme_store_request *request,
			const struct acme_store_paths *paths)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);
	enum acme_err err = ACME_OK;

	if (request->record == ACME_RECORD_ACCOUNT_KEY)
		err = acme_buf_addf(&path, "%s", paths->auth);
	else if (request->record == ACME_RECORD_STATE && is_tag(request->tag))
		err = acme_buf_addf(&path, "%s.%s.state", paths->auth,
				    request->tag);
	if (err)
		acme_buf_clear(&path);
	return path.data;
}

/* A record of the account's: in the folder of its key. */
static enum acme_err
path_of(const struct acme_store_request *request,
	const struct acme_opened_paths *opened, struct acme_path *path,
	struct acme_fault *fault)
{
	const struct acme_resolved_path *auth = &opened->auth;
	char suffix[ACME_TAG_MAX + sizeof("..state")];

	if (request->record == ACME_RECORD_ACCOUNT_KEY)
		return acme_path_init(path, auth->found.folder,
				      auth->found.name, "", fault);
	snprintf(suffix, sizeof(suffix), ".%s.state", request->tag);
	return acme_path_init(path, auth->named.folder, auth->named.name,
			      suffix, fault);
}

static enum acme_err
access_auth(struct acme_store_request *request,
	    const struct acme_opened_paths *opened)
{
	const struct acme_span text = acme_buf_span(&request->text.buf);
	struct acme_path path;
	enum acme_err err = path_of(request, opened, &path, &request->fault);

	if (err)
		;
	else if (request->kind == ACME_STORE_REQUEST_TRY)
		err = acme_file_probe(&path, &request->fault);
	else if (request->kind == ACME_STORE_REQUEST_GET)
		err = acme_file_read(&path, &request->stored->key,
				     &request->fault);
	else if (request->record == ACME_RECORD_ACCOUNT_KEY)
		err = acme_file_create(&path, text, &request->fault);
	else
		err = acme_file_write(&path, text, &request->fault);
	acme_path_clear(&path);
	return err;
}

enum acme_err
acme_store_request_is_served(struct acme_span chain, struct acme_span key,
			     struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err = acme_server_tls_parse(chain, key, &pair, fault);

	acme_server_tls_free(pair);
	return err;
}

/* Others that work on the pair need milliseconds; who holds the lock for more
 * is not at work, and is not waited for. */
enum acme_err
acme_store_request_lock(const struct acme_path *key, const char *who,
			int64_t *patience_ms, int *lock,
			struct acme_fault *fault)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	enum acme_err err = acme_lock_take(key, who, lock, fault);

	while (err == ACME_ERR_EXISTS && *patience_ms > 0) {
		(void)nanosleep(&pause, NULL);
		*patience_ms -= PAUSE_MS;
		err = acme_lock_take(key, who, lock, fault);
	}
	return err == ACME_ERR_EXISTS
		       ? acme_fault_in(fault, ACME_ERR_SYSTEM, "%s", who)
		       : err;
}

static enum acme_err
read_pair(struct acme_store_request *request, const struct acme_pair_at *pair,
	  bool is_locked)
{
	struct acme_stored *stored = request->stored;

	return acme_pair_read(pair, is_locked, time(NULL), &stored->chain,
			      &stored->key, &request->fault);
}

/* Without the lock it is read, and nothing is put in its place.  Two files are
 * not read at one moment: where they do not match, it is looked at again. */
static enum acme_err
get_pair(struct acme_store_request *request, const struct acme_pair_at *pair,
	 bool is_locked, const struct acme_fault *why)
{
	enum acme_err err;

	if (request->record == ACME_RECORD_ORDER_KEY)
		return acme_pair_read_order_key(pair, &request->stored->key,
						&request->fault);
	if (!is_locked)
		acme_log(ACME_LOG_INFO,
			 "%s; reading the certificate and key without the lock",
			 why->text);
	err = read_pair(request, pair, is_locked);
	return err && !is_locked ? read_pair(request, pair, is_locked) : err;
}

static enum acme_err
put_pair(struct acme_store_request *request, const struct acme_pair_at *pair,
	 enum acme_pair_state state)
{
	struct acme_span text = acme_buf_span(&request->text.buf);

	if (request->record == ACME_RECORD_ORDER_KEY)
		return acme_pair_keep_key(pair, text, &request->fault);
	return acme_pair_commit(pair, state, text,
				acme_buf_span(&request->key.buf),
				&request->fault);
}

/* No lock: that would be a file of ours in a folder of theirs. */
static enum acme_err
access_theirs(struct acme_store_request *request,
	      const struct acme_pair_at *pair, const char *owner)
{
	enum acme_err err;

	if (request->kind != ACME_STORE_REQUEST_GET)
		return acme_fault_set(&request->fault, ACME_ERR_INVALID,
				      "%s: %s keeps this file, and it is never "
				      "written here",
				      pair->cert->named.path, owner);
	if (request->record == ACME_RECORD_ORDER_KEY)
		return acme_fault_set(&request->fault, ACME_ERR_NOT_FOUND,
				      "%s: no key of ours is beside it",
				      pair->key->named.path);
	err = read_pair(request, pair, false);
	return err ? read_pair(request, pair, false) : ACME_OK;
}

static enum acme_err
access_ours(struct acme_store_request *request, const struct acme_pair_at *pair,
	    enum acme_pair_state state)
{
	int64_t patience_ms = request->kind == ACME_STORE_REQUEST_GET
				      ? READING_MS
				      : PATIENCE_MS;
	int lock = -1;
	enum acme_err err;

	err = acme_store_request_lock(&pair->key->named, pair->who,
				      &patience_ms, &lock, &request->fault);
	if (request->kind == ACME_STORE_REQUEST_GET)
		err = get_pair(request, pair, !err, &request->fault);
	else if (!err && request->kind == ACME_STORE_REQUEST_TRY)
		err = acme_pair_try(pair, &request->fault);
	else if (!err)
		err = put_pair(request, pair, state);
	acme_lock_drop(lock);
	return err;
}

/* To read it may be to put it in its place, and to lock it is to write. */
static enum acme_err
access_pair(struct acme_store_request *request,
	    const struct acme_opened_paths *opened,
	    const struct acme_store_paths *paths)
{
	struct acme_store_paths known = *paths;
	const struct acme_pair_at pair = {
		.cert = &opened->cert,
		.key = &opened->key,
		.who = paths->who,
		.is_served = acme_store_request_is_served
	};

	if (acme_store_paths_know_owner(&known, &request->fault))
		return request->fault.err;
	return known.kept_by ? access_theirs(request, &pair, known.kept_by)
			     : access_ours(request, &pair, known.pair);
}

bool
acme_store_request_is_of_auth(const struct acme_store_request *request)
{
	return request->record == ACME_RECORD_ACCOUNT_KEY ||
	       request->record == ACME_RECORD_STATE;
}

/* Before an order: also what came after the start (file_ids.h). */
static enum acme_err
check_apart(const struct acme_opened_paths *opened, struct acme_fault *fault)
{
	struct acme_file_ids ids;
	enum acme_err err = acme_file_ids_init(&ids, opened, NULL, fault);

	acme_file_ids_clear(&ids);
	return err;
}

static bool
is_wrong(struct acme_store_request *request,
	 const struct acme_store_paths *paths)
{
	if (!acme_store_request_is_of_auth(request) &&
	    (!*paths->cert || !*paths->key))
		request->err =
			acme_fault_set(&request->fault, ACME_ERR_INVALID,
				       "%s: these are the files of an account, "
				       "which has no certificate",
				       paths->auth);
	else if (!is_tag(request->tag))
		request->err = acme_fault_set(&request->fault, ACME_ERR_INVALID,
					      "a tag is of letters and digits");
	return request->err;
}

void
acme_store_request_run_in(struct acme_store_request *request,
			  const struct acme_store_paths *paths,
			  const struct acme_opened_paths *opened,
			  const struct acme_fault *error)
{
	if (is_wrong(request, paths))
		return;
	if (!error->err && request->kind == ACME_STORE_REQUEST_TRY)
		request->err = check_apart(opened, &request->fault);
	if (request->err)
		return;
	if (error->err) {
		request->fault = *error;
		request->err = error->err;
		/* A folder that is not there has no record either. */
		if (request->err == ACME_ERR_NOT_FOUND &&
		    request->kind != ACME_STORE_REQUEST_GET)
			request->err = ACME_ERR_SYSTEM;
	} else if (acme_store_request_is_of_auth(request)) {
		request->err = access_auth(request, opened);
	} else {
		request->err = access_pair(request, opened, paths);
	}
}

/* What this process has no right to, or is not there, is told of elsewhere. */
static void
open_other(struct acme_opened_paths *opened,
	   const struct acme_store_request *request,
	   const struct acme_store_paths *paths)
{
	if (!acme_store_request_is_of_auth(request)) {
		if (acme_store_paths_open_auth(opened, paths, NULL))
			acme_resolved_path_close(&opened->auth);
	} else if (*paths->cert &&
		   acme_store_paths_open_pair(opened, paths, NULL)) {
		acme_resolved_path_close(&opened->cert);
		acme_resolved_path_close(&opened->key);
	}
}

void
acme_store_request_run(struct acme_store_request *request,
		       const struct acme_store_paths *paths)
{
	struct acme_opened_paths opened = ACME_OPENED_PATHS_INIT;
	struct acme_fault error = { .err = ACME_OK };

	if (is_wrong(request, paths))
		return;
	error.err =
		acme_store_request_is_of_auth(request)
			? acme_store_paths_open_auth(&opened, paths, &error)
			: acme_store_paths_open_pair(&opened, paths, &error);
	if (request->kind == ACME_STORE_REQUEST_TRY)
		open_other(&opened, request, paths);
	acme_store_request_run_in(request, paths, &opened, &error);
	acme_store_paths_close(&opened);
}
