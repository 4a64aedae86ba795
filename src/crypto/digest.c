/* SPDX-License-Identifier: MIT */
/* This computes SHA-256 (FIPS 180-4) by mbedTLS. */
#include "crypto/digest.h"

#include "crypto/compat.h"

#include <assert.h>
#include <mbedtls/md.h>

#define SHA256_LEN 32

enum acme_err
acme_digest_hex(struct acme_span text, size_t n_digits, char *hex)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[SHA256_LEN];
	size_t i;

	assert(n_digits < ACME_DIGEST_HEX_MAX);
	if (mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
		       acme_span_bytes(text), text.len, hash))
		return ACME_ERR_CRYPTO;
	for (i = 0; i < n_digits; i++)
		hex[i] = digits[hash[i / 2] >> (i % 2 ? 0 : 4) & 0x0f];
	hex[n_digits] = '\0';
	return ACME_OK;
}
