/* SPDX-License-Identifier: MIT */
/*
 * With whose rights a vhost's files are read and written: the server's own, or
 * the privileged process's, where root will be given up and the folder is not
 * the user's that the server becomes.
 */
#ifndef ACME_LWS_PRIVSEP_FILE_RIGHTS_H
#define ACME_LWS_PRIVSEP_FILE_RIGHTS_H

#include "lws/files/file_ids.h"
#include "lws/privsep/store_jobs.h"

/* Of one lws context. */
struct acme_file_rights {
	struct lws_context *context;
	struct acme_privsep *privsep; /* of files that are root's; or NULL */
};

/* The privileged process ends. */
void acme_file_rights_clear(struct acme_file_rights *rights);

/* Set what ${store_jobs} needs beside its paths.  What hinders is logged. */
void acme_file_rights_find(struct acme_file_rights *rights,
			   struct acme_store_jobs *store_jobs);

/* Which files the paths lead to (file_ids.h): as much of it as can be seen. */
enum acme_err
acme_file_rights_identify(struct acme_file_rights *rights,
			  const struct acme_store_paths *paths,
			  const char *ca_file, struct acme_file_ids *ids,
			  struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Can the files be written when root is given up?  A pair is written by one
 * process, so both of its folders must be open to it.  ACME_ERR_INVALID: not
 * as the folders are; ${fault} names one, its option, and what to do.
 */
enum acme_err acme_file_rights_check(struct acme_file_rights *rights,
				     const struct acme_store_paths *paths,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * As both of these, before there is an lws context, for a server that will be
 * ${uid}; 0: it stays root.
 */
enum acme_err acme_file_rights_look(const struct acme_store_paths *paths,
				    const char *ca_file, uid_t uid,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * As root, before there is an lws context: a privileged process that the next
 * one takes over knows ${paths} from then on.
 */
enum acme_err
acme_file_rights_prepare(const struct acme_store_paths *paths,
			 const char *ca_file,
			 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
