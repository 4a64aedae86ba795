/* SPDX-License-Identifier: MIT */
/*
 * Which files the options name.  Two options that lead to one file would have
 * one of them replace what the other keeps, so that is found before anything
 * is written, by what the files are (store/file/file_id.h).
 */
#ifndef ACME_LWS_FILES_FILE_IDS_H
#define ACME_LWS_FILES_FILE_IDS_H

#include "lws/files/store_paths.h"
#include "store/file/file_id.h"

#define ACME_N_FILE_IDS 4 /* auth-path, cert-path, key-path, ca-file */

struct acme_file_ids {
	struct acme_file_id named[ACME_N_FILE_IDS], found[ACME_N_FILE_IDS];
};

/*
 * ACME_ERR_INVALID: two of them are one file, or one is what the plugin makes
 * beside another; ${fault} names both options.  Of a folder that is not there
 * nothing is known.  ${ca_file}, which is only read, is NULL where the system's
 * is used.  Clear it in any case.
 */
enum acme_err acme_file_ids_init(struct acme_file_ids *ids,
				 const struct acme_opened_paths *opened,
				 const char *ca_file,
				 struct acme_fault *fault) ACME_MUST_CHECK;

void acme_file_ids_clear(struct acme_file_ids *ids);

/* Have they the same certificate, or the same key? */
bool acme_file_ids_share(const struct acme_file_ids *a,
			 const struct acme_file_ids *b);

/*
 * As acme_file_ids_init(), for files of two vhosts; but an account may be
 * shared, and so may a pair.  ${of} is the vhost of ${other}.
 */
enum acme_err acme_file_ids_compare(const struct acme_file_ids *ids,
				    const struct acme_file_ids *other,
				    const char *of,
				    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
