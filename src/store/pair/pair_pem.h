/* SPDX-License-Identifier: MIT */
/*
 * A PEM file as an operator may have it: there may be much text around the
 * blocks (what `openssl x509 -text` prints, say), which TLS libraries skip.
 */
#ifndef ACME_STORE_PAIR_PAIR_PEM_H
#define ACME_STORE_PAIR_PAIR_PEM_H

#include "base/buf.h"

/*
 * Where ${text}, which was read from a file (ACME_PEM_FILE_MAX at most), is
 * longer than ${limit}, leave its blocks alone.
 * ACME_ERR_LIMIT: they are longer; or what the parser says; ${text} is
 * untouched then.
 */
enum acme_err acme_pair_pem_shrink(struct acme_secret *text, size_t limit,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
