/* SPDX-License-Identifier: MIT */
/*
 * What a key is inside src/crypto.
 */
#ifndef ACME_CRYPTO_KEY_KEY_PRIVATE_H
#define ACME_CRYPTO_KEY_KEY_PRIVATE_H

#include "base/buf.h"
#include "crypto/compat.h"
#include "crypto/key/key_type.h"

struct acme_key {
	mbedtls_pk_context pk;
	enum acme_key_type type;
	unsigned int n_refs;
};

/*
 * mbedTLS takes a key that it only reads, or blinds while it signs, as not
 * const; what the key is does not change by it.
 */
static inline mbedtls_pk_context *
acme_key_pk(const struct acme_key *key)
{
	return (mbedtls_pk_context *)&key->pk;
}

/* Of an EC key: the bytes of a coordinate, of d,
 * and of a signature's r and s. */
static inline size_t
acme_key_coordinate_len(const struct acme_key *key)
{
	return mbedtls_pk_get_len(&key->pk);
}

/*
 * Make a key of the pair in ${pk}, which is empty afterwards.
 * ACME_ERR_INVALID: not of our types, or its parts do not belong together;
 * ${pk} is then as it was.
 */
enum acme_err acme_key_take(mbedtls_pk_context *pk, struct acme_key **key,
			    struct acme_fault *fault) ACME_MUST_CHECK;

/* The same, of any type that mbedTLS knows: acme_key_type() is ACME_KEY__MAX
 * where it is not one of ours. */
enum acme_err acme_key_take_any(mbedtls_pk_context *pk, struct acme_key **key,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* As acme_key_from_pem(), of any type: for who only serves with it. */
enum acme_err acme_key_from_pem_any(struct acme_span pem, struct acme_key **key,
				    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
