/* SPDX-License-Identifier: MIT */
/* Which keys accounts and certificates may have. */
#ifndef ACME_CRYPTO_KEY_KEY_TYPE_H
#define ACME_CRYPTO_KEY_KEY_TYPE_H

enum acme_key_type {
	ACME_KEY_P256,
	ACME_KEY_P384,
	ACME_KEY_RSA2048,
	ACME_KEY_RSA3072,
	ACME_KEY_RSA4096,
	ACME_KEY__MAX
};

#endif
