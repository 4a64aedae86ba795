/* SPDX-License-Identifier: MIT */
/*
 * Key pairs: the account's and the certificate's.  A key is counted, because
 * a job of the worker may outlive who gave it; the count changes on the
 * loop's thread only, and only one thread at a time uses the private part.
 */
#ifndef ACME_CRYPTO_KEY_KEY_H
#define ACME_CRYPTO_KEY_KEY_H

#include "base/buf.h"
#include "base/limits.h"
#include "crypto/key/key_type.h"

struct acme_key;

/* "p256", "p384", "rsa2048", "rsa3072", "rsa4096": the words of the options. */
const char *acme_key_type_name(enum acme_key_type type);

/* false: ${name} is none of them, and ${type} is untouched. */
bool acme_key_type_parse(struct acme_span name, enum acme_key_type *type);

/* Takes up to seconds for RSA: in the worker only. */
enum acme_err acme_key_generate(enum acme_key_type type, struct acme_key **key,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * A private JWK (RFC 7517; RFC 7518 §6) of any of the types above, as any tool
 * writes it: members in any order, those that are not the key's passed over,
 * RSA also with n, e and d only.  ACME_ERR_INVALID: a type that is not
 * supported, or parts that do not belong together.
 */
enum acme_err acme_key_from_jwk(struct acme_span jwk, struct acme_key **key,
				struct acme_fault *fault) ACME_MUST_CHECK;

enum acme_err acme_key_to_jwk(const struct acme_key *key,
			      struct acme_secret *jwk) ACME_MUST_CHECK;

/*
 * The first private key in ${pem}: SEC 1, PKCS #1 or unencrypted PKCS #8, with
 * other blocks and text around it allowed.
 */
enum acme_err acme_key_from_pem(struct acme_span pem, struct acme_key **key,
				struct acme_fault *fault) ACME_MUST_CHECK;

enum acme_err acme_key_to_pem(const struct acme_key *key,
			      struct acme_secret *pem) ACME_MUST_CHECK;

/*
 * The public JWK with just the members of RFC 7638 §3.2 in its order, without
 * spaces, coordinates padded to the curve's length (RFC 7518 §6.2.1.2).
 */
enum acme_err acme_key_public_jwk(const struct acme_key *key,
				  struct acme_buf *jwk) ACME_MUST_CHECK;

/* base64url of the SHA-256 of the public JWK (RFC 7638 §3). */
enum acme_err acme_key_thumbprint(const struct acme_key *key,
				  struct acme_buf *thumbprint) ACME_MUST_CHECK;

enum acme_key_type acme_key_type(const struct acme_key *key);

struct acme_key *acme_key_ref(struct acme_key *key);

/* The last one wipes and frees it; NULL is allowed. */
void acme_key_unref(struct acme_key *key);

#endif
