/* SPDX-License-Identifier: MIT */
/*
 * What a parsed pair holds, for the TLS server in src/tls.
 */
#ifndef ACME_CRYPTO_X509_PARSED_PAIR_PRIVATE_H
#define ACME_CRYPTO_X509_PARSED_PAIR_PRIVATE_H

#include "crypto/key/key_private.h"

#include <mbedtls/x509_crt.h>
#include <stdatomic.h>

struct acme_parsed_pair {
	atomic_uint n_refs;
	mbedtls_x509_crt chain; /* a list, the leaf first */
	struct acme_key *key;
};

#endif
