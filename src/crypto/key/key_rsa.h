/* SPDX-License-Identifier: MIT */
/*
 * The numbers of an RSA key, as a JWK holds them (RFC 7518 §6.3), in and out
 * of mbedTLS.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_KEY_KEY_RSA_H
#define ACME_CRYPTO_KEY_KEY_RSA_H

#include "crypto/compat.h"

#include <mbedtls/rsa.h>

enum acme_key_rsa_part {
	ACME_KEY_RSA_E,
	ACME_KEY_RSA_N,
	ACME_KEY_RSA_D,
	ACME_KEY_RSA_P,
	ACME_KEY_RSA_Q,
	ACME_KEY_RSA_DP,
	ACME_KEY_RSA_DQ,
	ACME_KEY_RSA_QI,
	ACME_KEY_RSA__MAX
};

/* The members' names: "e", "n", "d", "p", "q", "dp", "dq", "qi". */
extern const char *const acme_key_rsa_names[ACME_KEY_RSA__MAX];

struct acme_key_rsa {
	mbedtls_mpi part[ACME_KEY_RSA__MAX]; /* 0: not known */
};

void acme_key_rsa_init(struct acme_key_rsa *rsa);

/* Wipes the numbers. */
void acme_key_rsa_clear(struct acme_key_rsa *rsa);

/* All parts of a private key.  mbedTLS's code. */
int acme_key_rsa_export(const mbedtls_rsa_context *from,
			struct acme_key_rsa *rsa) ACME_MUST_CHECK;

/*
 * Make a key in ${pk}, just initialised.  e, n and d are known; p and q are
 * computed from them where they are not.  ACME_ERR_INVALID: a part that is
 * known is not what the others make it.
 */
enum acme_err acme_key_rsa_import(const struct acme_key_rsa *rsa,
				  mbedtls_pk_context *pk,
				  struct acme_fault *fault) ACME_MUST_CHECK;

#endif
