/* SPDX-License-Identifier: MIT */
/*
 * The leaf of a chain, for src/crypto/chain.c.
 */
#ifndef ACME_CRYPTO_CHAIN_PRIVATE_H
#define ACME_CRYPTO_CHAIN_PRIVATE_H

#include "crypto/cert_private.h"
#include "crypto/key.h"

bool acme_chain_has_key(const mbedtls_x509_crt *leaf,
			const struct acme_key *key);

/* Are its alternative names just ${names}, and all of them DNS names? */
enum acme_err acme_chain_check_names(const mbedtls_x509_crt *leaf,
				     const char *const *names, size_t n_names,
				     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
