/* SPDX-License-Identifier: MIT */
/*
 * One access to a vhost's files: what is asked, and the answer.  It names a
 * record, never a path, so that it may be sent to a process that has the right
 * to the files (privsep.h).
 */
#ifndef ACME_LWS_FILES_STORE_REQUEST_H
#define ACME_LWS_FILES_STORE_REQUEST_H

#include "client/payload.h"
#include "client/port.h"
#include "store/pair.h"

enum acme_access_kind {
	ACME_ACCESS_GET,
	ACME_ACCESS_PUT,
	ACME_ACCESS_TRY, /* could it be written? */
	ACME_ACCESS__MAX
};

#define ACME_TAG_MAX	 64
#define ACME_RECORD_TEXT 262144 /* a record's limit in bytes */

struct acme_access {
	enum acme_access_kind kind;
	enum acme_record record;
	char tag[ACME_TAG_MAX + 1];
	struct acme_secret text; /* to be put; of a pair the chain */
	struct acme_secret key;	 /* of a pair */
	/* The answer; a pair's or an account's key, a state. */
	struct acme_stored *stored; /* for GET: made before it is run */
	enum acme_err err;
	struct acme_fault fault;
};

/* Where a vhost keeps its records; an account has no pair: cert and key are "". */
struct acme_places {
	const char *auth, *cert, *key;
	const char *who;     /* for the log: see acme_places_who() */
	const char *kept_by; /* the other client whose pair it is known to be */
	bool kept_by_known; /* or NULL: nobody's, which is not looked for again */
	enum acme_pair_place pair;
	uid_t auth_user, pair_user; /* whose files they are, or root's */
};

/* The places, opened (store/path.h). */
struct acme_opened {
	struct acme_location auth, cert, key; /* an account's pair: not open */
};

#define ACME_OPENED_INIT                                                \
	{                                                               \
		.auth = ACME_LOCATION_INIT, .cert = ACME_LOCATION_INIT, \
		.key = ACME_LOCATION_INIT                               \
	}

/*
 * Open the places of the account's records, or of the pair's, once, and judge
 * the way there (store/folder.h).  ACME_ERR_NOT_FOUND: a folder is not there
 * yet; ACME_ERR_INVALID: one is not safe.  Close it in any case; it must not be
 * moved.
 */
enum acme_err acme_opened_auth(struct acme_opened *opened,
			       const struct acme_places *places,
			       struct acme_fault *fault) ACME_MUST_CHECK;
enum acme_err acme_opened_pair(struct acme_opened *opened,
			       const struct acme_places *places,
			       struct acme_fault *fault) ACME_MUST_CHECK;

void acme_opened_close(struct acme_opened *opened);

/* 'vhost "a.example"', for free(); NULL where memory is short. */
char *acme_places_who(const char *vhost_name);

/* false: memory.  Clear it in any case. */
bool acme_access_init(struct acme_access *access, enum acme_access_kind kind,
		      enum acme_record record, const char *tag);

void acme_access_clear(struct acme_access *access);

/* Is it the account's key or a state?  They have a folder of their own. */
bool acme_access_is_of_auth(const struct acme_access *access);

/* It blocks; but it waits for nobody else for more than some seconds. */
void acme_access_run(struct acme_access *access,
		     const struct acme_places *places);

/* As that, in what was ${opened} before; ${error} ACME_OK, or why it was not. */
void acme_access_run_in(struct acme_access *access,
			const struct acme_places *places,
			const struct acme_opened *opened,
			const struct acme_fault *error);

/* Could the vhost serve it?  Asked of the TLS library that lws has. */
enum acme_err acme_access_is_served(struct acme_span chain,
				    struct acme_span key,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Lock the pair whose key is at ${key} (store/lock.h), and wait for it, but no
 * longer than ${patience_ms}, which gets less by that.  ACME_ERR_SYSTEM: not had.
 */
enum acme_err acme_access_lock(const struct acme_place *key, const char *who,
			       int64_t *patience_ms, int *lock,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* Where the record is, for free(); NULL for a pair, or where memory is short. */
char *acme_access_place(const struct acme_access *access,
			const struct acme_places *places);

#endif
