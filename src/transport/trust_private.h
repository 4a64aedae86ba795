/* SPDX-License-Identifier: MIT */
/*
 * What a trust holds, for the rest of src/transport.
 */
#ifndef ACME_TRANSPORT_TRUST_PRIVATE_H
#define ACME_TRANSPORT_TRUST_PRIVATE_H

#include "transport/trust.h"

#include <mbedtls/x509_crt.h>
#include <stdatomic.h>

#define ACME_TRUST_DIGEST_LEN 32

struct acme_trust {
	atomic_uint n_refs;
	mbedtls_x509_crt roots;
	/* SHA-256 over the roots: two loads of the same ones are equal. */
	unsigned char digest[ACME_TRUST_DIGEST_LEN];
};

#endif
