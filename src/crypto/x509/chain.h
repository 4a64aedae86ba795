/* SPDX-License-Identifier: MIT */
/*
 * Chains of certificates: whether one that a CA delivered is what was ordered
 * (RFC 8555 §7.4.2), and whether one belongs to a key.  Not whether a client
 * trusts it, and not what time it is.
 */
#ifndef ACME_CRYPTO_X509_CHAIN_H
#define ACME_CRYPTO_X509_CHAIN_H

#include "base/limits.h"
#include "crypto/key/key.h"
#include "crypto/x509/cert.h"

/*
 * Append to ${chain} what is to be served and stored of ${pem}, which a CA
 * issued: the certificate that has the public key of ${key} and just ${names}
 * (any order, letters of any case), and above it each that signs the one below
 * with SHA-2, as far as they are there, in whatever order they came.  One that
 * comes again, one that signs none of these, whether it can be read or not, and
 * text around the blocks are left out.  ACME_ERR_SYNTAX (PEM), ACME_ERR_LIMIT
 * (more than 10 certificates, one above the other, or longer than
 * ACME_CHAIN_TEXT_MAX), ACME_ERR_INVALID:
 * ${fault} says what is not so.  Milliseconds: in the worker only.
 */
enum acme_err acme_chain_issued(struct acme_span pem,
				const struct acme_key *key,
				const char *const *names, size_t n_names,
				struct acme_buf *chain,
				struct acme_cert_info *info,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Append to ${chain} what the above makes of ${pem}, whatever its names are: a
 * text that it wrote comes out as it went in.  Errors as above.
 */
enum acme_err acme_chain_rewrite(struct acme_span pem,
				 const struct acme_key *key,
				 struct acme_buf *chain,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Is the first certificate of ${pem} for ${key}?  Nobody is asked to sign for
 * it: a chain on disk is served as it is.  Errors as above.
 */
enum acme_err acme_chain_is_for(struct acme_span pem,
				const struct acme_key *key,
				struct acme_cert_info *info,
				struct acme_fault *fault) ACME_MUST_CHECK;

#endif
