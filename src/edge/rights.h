/* SPDX-License-Identifier: MIT */
/*
 * With whose rights a vhost's files are read and written: the server's own, or
 * the keeper's, where root will be given up and the folder is not the user's
 * that the server becomes.
 */
#ifndef ACME_EDGE_RIGHTS_H
#define ACME_EDGE_RIGHTS_H

#include "edge/records.h"

/* Set what ${records} needs beside its places.  What hinders is logged. */
void acme_rights_find(struct acme_edge *edge, struct acme_records *records);

/*
 * As root, before there is a context: a keeper that the next one takes over
 * knows ${places} from then on.
 */
enum acme_err acme_rights_prepare(const struct acme_places *places,
				  struct acme_fault *fault) ACME_MUST_CHECK;

#endif
