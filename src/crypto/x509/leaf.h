/* SPDX-License-Identifier: MIT */
/*
 * What the first certificate of a text says of itself, whatever its key is:
 * mbedTLS reads certificates only for keys that it knows (not Ed25519), but
 * what serves a pair may know more.  Nothing here is verified.
 */
#ifndef ACME_CRYPTO_X509_LEAF_H
#define ACME_CRYPTO_X509_LEAF_H

#include "crypto/key/key.h"
#include "crypto/x509/cert.h"

/* As acme_cert_info_read(); extensions that are not known are passed over. */
enum acme_err acme_leaf_info(struct acme_span pem_or_der,
			     struct acme_cert_info *info,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Append its DNS names, for a person to read: "a.example, b.example". */
enum acme_err acme_leaf_names(struct acme_span pem_or_der,
			      struct acme_buf *names,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Would it do instead of one that is for all of ${names}, with a key of
 * ${type} (ACME_KEY__MAX: of any)?  More names do no harm, and "*.a.example"
 * is for b.a.example.  ACME_ERR_INVALID: ${fault} says what it lacks.
 */
enum acme_err acme_leaf_fits(struct acme_span pem_or_der,
			     const char *const *names, size_t n_names,
			     enum acme_key_type type,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Append " + a.example" for each of ${names} that it is not for, and then
 * " - b.example" for each of its own that none of them is; nothing where it is
 * for all of ${names}.  ACME_ERR_LIMIT: cut behind one of them.
 */
enum acme_err acme_leaf_changes(struct acme_span pem_or_der,
				const char *const *names, size_t n_names,
				struct acme_buf *changes,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Could any client take it from a server?  ACME_ERR_INVALID: ${fault} says why
 * not: it is self-signed, or its key may not be used for that (RFC 5280
 * §4.2.1.3 and §4.2.1.12).
 */
enum acme_err acme_leaf_serves(struct acme_span pem_or_der,
			       struct acme_fault *fault) ACME_MUST_CHECK;

#endif
