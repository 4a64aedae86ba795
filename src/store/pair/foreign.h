/* SPDX-License-Identifier: MIT */
/*
 * Files that another ACME client keeps: they are read, and never written,
 * moved or locked, as its other users rely on them.
 */
#ifndef ACME_STORE_PAIR_FOREIGN_H
#define ACME_STORE_PAIR_FOREIGN_H

/*
 * The client in whose layout the file ${path} lies, itself or behind links, for
 * people: "certbot", "acme.sh", "Caddy", "lego", "Apache's mod_md",
 * "dehydrated", or "another ACME client", whose link leads to a number of its
 * own name (crt.pem to crt2.pem); NULL: none of these.  The file itself need
 * not be there.  An operator's link to another place is nobody's.
 */
const char *acme_foreign_client(const char *path);

/* The same of a pair's two files. */
const char *acme_pair_kept_by(const char *cert, const char *key);

#endif
