/* SPDX-License-Identifier: MIT */
/*
 * The form of the symbolic links that the store makes itself (staging.h): by
 * what a link says alone, they are told from the operator's.
 */
#ifndef ACME_STORE_FILE_STAGING_LINK_FORM_H
#define ACME_STORE_FILE_STAGING_LINK_FORM_H

#include <stdbool.h>

/* The files of a staging folder. */
#define ACME_STAGING_CERT "cert.pem"
#define ACME_STAGING_KEY  "key.pem"

/*
 * There are two symlinks beside a key, each with staging folders of its own: by
 * way of NEXT the two .upd lead there, and by way of LIVE the two files while
 * they are replaced.
 */
enum acme_staging_link_kind {
	ACME_STAGING_LINK_NEXT,
	ACME_STAGING_LINK_LIVE
};

/* With which, behind the key's name, the symlink is named. */
const char *acme_staging_link_form_suffix(enum acme_staging_link_kind kind);

/* Has ${target} the form of a link via one of them? */
bool acme_staging_link_form_fits(const char *target);

#endif
