/* SPDX-License-Identifier: MIT */
/*
 * A name made of words: SHA-256, as hexadecimal digits.
 */
#ifndef ACME_CRYPTO_DIGEST_H
#define ACME_CRYPTO_DIGEST_H

#include "base/buf.h"

#define ACME_DIGEST_HEX_MAX 65 /* with its NUL */

/* Write the first ${n_digits} (at most 64) of ${text}'s digest, and a NUL. */
enum acme_err acme_digest_hex(struct acme_span text, size_t n_digits,
			      char *hex) ACME_MUST_CHECK;

#endif
