/* SPDX-License-Identifier: MIT */
/*
 * What a trust holds, for the rest of src/tls.
 */
#ifndef ACME_TLS_TRUST_TRUST_PRIVATE_H
#define ACME_TLS_TRUST_TRUST_PRIVATE_H

#include "base/buf.h"
#include "tls/trust/trust.h"

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

/* Is a root, behind which OpenSSL wrote ${aux}, one for TLS servers? */
bool acme_trust_aux_allows(struct acme_span aux);

/* Room for ${size} bytes, and no more: it never moves. */
enum acme_err acme_trust_room(struct acme_buf *buf,
			      size_t size) ACME_MUST_CHECK;

void acme_trust_room_free(struct acme_buf *buf);

/* The file, in such room; empty on failure.  Errors as acme_trust_load(). */
enum acme_err acme_trust_read(const char *path, struct acme_buf *text,
			      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
