/* SPDX-License-Identifier: MIT */
/*
 * Whether a chain that a CA delivered is the one that was ordered (RFC 8555
 * §7.4.2).  Not whether a client trusts it, and not what time it is.
 */
#ifndef ACME_CRYPTO_CHAIN_H
#define ACME_CRYPTO_CHAIN_H

#include "crypto/cert.h"
#include "crypto/key.h"

#define ACME_CHAIN_MAX 10 /* certificates in a chain */

/*
 * Is ${pem} a chain of certificates and nothing else, whose leaf comes first,
 * has the public key of ${key} and just ${names} (any order, letters of any
 * case), and in which each is signed by the next, with SHA-2, in its name,
 * and none is there twice?  Without names (0) they are not looked at.
 * ACME_ERR_SYNTAX (PEM), ACME_ERR_LIMIT (too many), ACME_ERR_INVALID: ${fault}
 * says what is not so.  Milliseconds: in the worker only.
 */
enum acme_err acme_chain_check(struct acme_span pem, const struct acme_key *key,
			       const char *const *names, size_t n_names,
			       struct acme_cert_info *info,
			       struct acme_fault *fault) ACME_MUST_CHECK;

#endif
