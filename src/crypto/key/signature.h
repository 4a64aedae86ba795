/* SPDX-License-Identifier: MIT */
/*
 * Signatures as JOSE has them (RFC 7518 §3): ES256 and ES384 as r || s, each
 * padded to its curve's length, and RS256.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_KEY_SIGNATURE_H
#define ACME_CRYPTO_KEY_SIGNATURE_H

#include "crypto/key/key_private.h"

#define ACME_SIGNATURE_MAX MBEDTLS_PK_SIGNATURE_MAX_SIZE

/* "ES256", "ES384" or "RS256". */
const char *acme_signature_alg(const struct acme_key *key);

/* Into ${signature} (ACME_SIGNATURE_MAX).  mbedTLS's code. */
int acme_signature_make(const struct acme_key *key, struct acme_span input,
			unsigned char *signature, size_t *len) ACME_MUST_CHECK;

#endif
