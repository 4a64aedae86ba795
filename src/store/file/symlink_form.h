/* SPDX-License-Identifier: MIT */
/*
 * The form of the symbolic links that the store makes itself (staging.h): by
 * what a link says alone, they are told from the operator's.
 */
#ifndef ACME_STORE_FILE_SYMLINK_FORM_H
#define ACME_STORE_FILE_SYMLINK_FORM_H

#include <stdbool.h>

/* The files of a staging folder. */
#define ACME_STAGING_CERT "cert.pem"
#define ACME_STAGING_KEY  "key.pem"

/*
 * There are two symlinks beside a key, each with staging folders of its own: by
 * way of NEXT the two .upd lead there, and by way of LIVE the two files while
 * they are replaced.
 */
enum acme_symlink_kind {
	ACME_SYMLINK_NEXT,
	ACME_SYMLINK_LIVE
};

/* With which, behind the key's name, the symlink is named. */
const char *acme_symlink_form_suffix(enum acme_symlink_kind kind);

/* Has ${target} the form of a link via one of them? */
bool acme_symlink_form_fits(const char *target);

#endif
