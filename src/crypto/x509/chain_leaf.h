/* SPDX-License-Identifier: MIT */
/* Is a chain's first certificate the one that was ordered? */
#ifndef ACME_CRYPTO_X509_CHAIN_LEAF_H
#define ACME_CRYPTO_X509_CHAIN_LEAF_H

#include "crypto/x509/cert_private.h"

struct acme_key;

/* ACME_ERR_INVALID: the certificate is for another key. */
enum acme_err acme_chain_check_key(const mbedtls_x509_crt *leaf,
				   const struct acme_key *key,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/* Are its alternative names just ${names}, and all of them DNS names? */
enum acme_err acme_chain_check_names(const mbedtls_x509_crt *leaf,
				     const char *const *names, size_t n_names,
				     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
