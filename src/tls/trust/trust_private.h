/* SPDX-License-Identifier: MIT */
/*
 * What a trust holds, for the rest of src/tls.
 */
#ifndef ACME_TLS_TRUST_TRUST_PRIVATE_H
#define ACME_TLS_TRUST_TRUST_PRIVATE_H

#include "base/buf.h"

#include <mbedtls/x509_crt.h>
#include <stdatomic.h>

#define ACME_TRUST_DIGEST_LEN 32

struct acme_trust {
	atomic_uint n_refs;
	struct acme_buf ders; /* one after the other; the roots borrow them */
	mbedtls_x509_crt roots;
	struct acme_buf left_out; /* lines */
	/* SHA-256 over the roots: two loads of the same ones are equal. */
	unsigned char digest[ACME_TRUST_DIGEST_LEN];
};

#endif
