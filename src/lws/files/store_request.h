/* SPDX-License-Identifier: MIT */
/*
 * One access to a vhost's files: what is asked, and the answer.  It names a
 * record, never a path, so that it may be sent to a process that has the right
 * to the files (privsep.h).
 */
#ifndef ACME_LWS_FILES_STORE_REQUEST_H
#define ACME_LWS_FILES_STORE_REQUEST_H

#include "base/limits.h"
#include "client/payload.h"
#include "client/port.h"
#include "lws/files/store_paths.h"

enum acme_store_request_kind {
	ACME_STORE_REQUEST_GET,
	ACME_STORE_REQUEST_PUT,
	ACME_STORE_REQUEST_TRY, /* could it be written? */
	ACME_STORE_REQUEST__MAX
};

#define ACME_TAG_MAX 64
/* The longest record is a chain. */
#define ACME_RECORD_TEXT ACME_CHAIN_TEXT_MAX

struct acme_store_request {
	enum acme_store_request_kind kind;
	enum acme_record record;
	char tag[ACME_TAG_MAX + 1];
	struct acme_secret text; /* to be put; of a pair the chain */
	struct acme_secret key;	 /* of a pair */
	/* The answer; a pair's or an account's key, a state. */
	struct acme_stored *stored; /* for GET: made before it is run */
	enum acme_err err;
	struct acme_fault fault;
};

/* false: memory.  Clear it in any case. */
bool acme_store_request_init(struct acme_store_request *request,
			     enum acme_store_request_kind kind,
			     enum acme_record record, const char *tag);

void acme_store_request_clear(struct acme_store_request *request);

/* Is it the account's key or a state?  They have a folder of their own. */
bool acme_store_request_is_of_auth(const struct acme_store_request *request);

/* It blocks; but it waits for nobody else for more than some seconds. */
void acme_store_request_run(struct acme_store_request *request,
			    const struct acme_store_paths *paths);

/* As that, in what was ${opened} before;
 * ${error} ACME_OK, or why it was not. */
void acme_store_request_run_in(struct acme_store_request *request,
			       const struct acme_store_paths *paths,
			       const struct acme_opened_paths *opened,
			       const struct acme_fault *error);

/* Could the vhost serve it?  Asked of the TLS library that lws has. */
enum acme_err
acme_store_request_is_served(struct acme_span chain, struct acme_span key,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Lock the pair whose key is at ${key} (store/file/lock.h), and wait for it,
 * but no longer than ${patience_ms}, which gets less by that.  ACME_ERR_SYSTEM:
 * not had.
 */
enum acme_err acme_store_request_lock(const struct acme_path *key,
				      const char *who, int64_t *patience_ms,
				      int *lock,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* Where the record is, for free();
 * NULL for a pair, or where memory is short. */
char *acme_store_request_path(const struct acme_store_request *request,
			      const struct acme_store_paths *paths);

#endif
