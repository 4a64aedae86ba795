/* SPDX-License-Identifier: MIT */
/*
 * Certificate signing requests (RFC 2986; RFC 8555 §7.4): SHA-256, all names
 * as subject alternative names, and the subject that the operator gave.
 */
#ifndef ACME_CRYPTO_X509_WRITE_CSR_H
#define ACME_CRYPTO_X509_WRITE_CSR_H

#include "crypto/key/key.h"
#include "crypto/x509_write/csr_subject.h"

/*
 * Append the DER to ${der}.  ${names} are one or more DNS names.  The common
 * name is left out where it is longer than its 64 characters (RFC 5280,
 * ub-common-name).  ACME_ERR_INVALID says in ${fault} which name or part of
 * the subject is not acceptable, and why.  In the worker only.
 */
enum acme_err acme_csr_make(const struct acme_key *key,
			    const struct acme_csr_subject *subject,
			    const char *const *names, size_t n_names,
			    struct acme_buf *der,
			    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
