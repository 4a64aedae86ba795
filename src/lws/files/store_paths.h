/* SPDX-License-Identifier: MIT */
/* The paths of a vhost's files: as the options name them, and opened. */
#ifndef ACME_LWS_FILES_STORE_PATHS_H
#define ACME_LWS_FILES_STORE_PATHS_H

#include "store/pair/pair.h"

/* Where a vhost keeps its records; an account has no pair:
 * cert and key are "". */
struct acme_store_paths {
	const char *auth, *cert, *key;
	const char *who;     /* for the log: see acme_store_paths_who() */
	const char *kept_by; /* the other ACME client, or NULL: nobody */
	bool kept_by_known;
	enum acme_pair_state pair;
	uid_t auth_user, pair_user; /* whose files they are, or root's */
};

/* The paths, opened (store/file/path.h). */
struct acme_opened_paths {
	struct acme_resolved_path auth, cert,
		key; /* an account's pair: not open */
};

#define ACME_OPENED_PATHS_INIT                   \
	{                                        \
		.auth = ACME_RESOLVED_PATH_INIT, \
		.cert = ACME_RESOLVED_PATH_INIT, \
		.key = ACME_RESOLVED_PATH_INIT   \
	}

/*
 * Open the paths of the account's records, or of the pair's, once, and judge
 * the folders on the way (store/file/folder.h).  ACME_ERR_NOT_FOUND: a folder
 * is not there yet; ACME_ERR_INVALID: one is not safe.  Close it in any case;
 * it must not be moved.
 */
enum acme_err
acme_store_paths_open_auth(struct acme_opened_paths *opened,
			   const struct acme_store_paths *paths,
			   struct acme_fault *fault) ACME_MUST_CHECK;
enum acme_err
acme_store_paths_open_pair(struct acme_opened_paths *opened,
			   const struct acme_store_paths *paths,
			   struct acme_fault *fault) ACME_MUST_CHECK;

void acme_store_paths_close(struct acme_opened_paths *opened);

/*
 * Who owns the pair, whose folders are open?  That is looked for until it is
 * known.  ACME_ERR_SYSTEM: it is not, and nothing may be written there.
 */
enum acme_err
acme_store_paths_know_owner(struct acme_store_paths *paths,
			    struct acme_fault *fault) ACME_MUST_CHECK;

/* 'vhost "a.example"', for free(); NULL where memory is short. */
char *acme_store_paths_who(const char *vhost_name);

#endif
