/* SPDX-License-Identifier: MIT */
/*
 * Certificate signing requests (RFC 2986; RFC 8555 §7.4): SHA-256, all names
 * as subject alternative names, and the subject that the operator gave.
 */
#ifndef ACME_CRYPTO_X509_WRITE_CSR_H
#define ACME_CRYPTO_X509_WRITE_CSR_H

#include "crypto/key/key.h"

/* UTF-8; each NULL or empty where not wanted; commas and all else allowed. */
struct acme_csr_subject {
	const char *country; /* two letters */
	const char *state;
	const char *locality;
	const char *organization;
	const char *common_name; /* one of the names */
};

/*
 * ACME_ERR_INVALID says in ${fault} which part is not acceptable, and why: by
 * the limits of RFC 5280, which a CA would hold against the whole order.
 */
enum acme_err acme_csr_subject_check(const struct acme_csr_subject *subject,
				     struct acme_fault *fault) ACME_MUST_CHECK;

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
