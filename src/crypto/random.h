/* SPDX-License-Identifier: MIT */
/*
 * The process's random generator: CTR-DRBG seeded by the system, behind a
 * mutex, as the loop's thread and the worker both draw from it.
 */
#ifndef ACME_CRYPTO_RANDOM_H
#define ACME_CRYPTO_RANDOM_H

#include <stddef.h>

/*
 * Fill ${out} with random bytes.  Of the form that mbedTLS takes as f_rng:
 * ${unused} is NULL, and 0 is success, else mbedTLS's code.  Seeded at its
 * first use, and again in a process that was forked since.
 */
int acme_random(void *unused, unsigned char *out, size_t len);

#endif
