/* SPDX-License-Identifier: MIT */
/*
 * Files that another ACME client keeps: they are read, and never written,
 * moved or locked, as its other users rely on them.
 */
#ifndef ACME_STORE_FOREIGN_H
#define ACME_STORE_FOREIGN_H

/*
 * The client in whose layout the file ${path} lies, itself or behind a link,
 * for people: "certbot" (live/NAME/ or archive/NAME/, and renewal/NAME.conf),
 * "acme.sh" (NAME/ or NAME_ecc/ with its NAME.conf), "Caddy"
 * (certificates/CA/NAME/NAME.crt, .key and .json); NULL: none of these.  The
 * file itself need not be there.
 */
const char *acme_foreign_client(const char *path);

/* The same of a pair's two files. */
const char *acme_pair_kept_by(const char *cert, const char *key);

#endif
