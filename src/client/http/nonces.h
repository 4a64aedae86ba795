/* SPDX-License-Identifier: MIT */
/*
 * The nonces that a CA gave (RFC 8555 §6.5): each is used once, the newest
 * first.  They belong to the CA, not to a request.
 */
#ifndef ACME_CLIENT_HTTP_NONCES_H
#define ACME_CLIENT_HTTP_NONCES_H

#include "base/buf.h"

#define ACME_NONCES_MAX 16 /* more are not kept */

struct acme_nonces {
	char *nonce[ACME_NONCES_MAX];
	unsigned int n;
};

void acme_nonces_put(struct acme_nonces *nonces, struct acme_span nonce);

/* The caller frees it; NULL: there is none. */
char *acme_nonces_take(struct acme_nonces *nonces);

void acme_nonces_clear(struct acme_nonces *nonces);

#endif
