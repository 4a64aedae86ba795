/* SPDX-License-Identifier: MIT */
/*
 * The start of mbedTLS 3.6's PSA side; 2.28 needs none.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_PSA_H
#define ACME_CRYPTO_PSA_H

#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER >= 0x03000000 && defined(MBEDTLS_PSA_CRYPTO_C)
#include <psa/crypto.h>
#endif

/* 3.6 wants its PSA side started before some of its own code may use it. */
static inline int
acme_psa_start(void)
{
#if MBEDTLS_VERSION_NUMBER >= 0x03000000 && defined(MBEDTLS_PSA_CRYPTO_C)
	return psa_crypto_init();
#else
	return 0;
#endif
}

#endif
