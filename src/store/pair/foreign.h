/* SPDX-License-Identifier: MIT */
/*
 * Files that another ACME client keeps: they are read, and never written,
 * moved or locked, as its other users rely on them.
 */
#ifndef ACME_STORE_PAIR_FOREIGN_H
#define ACME_STORE_PAIR_FOREIGN_H

#include "base/fault.h"

/*
 * The owner of the file ${path}: the ACME client in whose layout it lies,
 * itself or behind links, for people: "certbot", "acme.sh", "Caddy", "lego",
 * "Apache's mod_md", "dehydrated", or "another ACME client", whose link leads
 * to a number of its own name (crt.pem to crt2.pem); NULL: none of these.  The
 * file itself need not be there.  An operator's link to another place is
 * nobody's.
 *
 * ACME_ERR_SYSTEM: it can't be told now, so nothing may be written there;
 * ACME_ERR_INVALID: it can't be told by this process, to which a folder is
 * closed, and which can write nothing there either.
 */
enum acme_err acme_foreign_owner(const char *path, const char **owner,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* The same of a pair's two files. */
enum acme_err acme_foreign_kept_by(const char *cert, const char *key,
				   const char **owner,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
