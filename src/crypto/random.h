/* SPDX-License-Identifier: MIT */
/*
 * The system's random generator; the loop's thread and the worker both draw
 * from it.
 */
#ifndef ACME_CRYPTO_RANDOM_H
#define ACME_CRYPTO_RANDOM_H

#include <stddef.h>

/*
 * Fill ${out} with random bytes.  Of the form that mbedTLS takes as f_rng:
 * ${unused} is NULL, and 0 is success, else mbedTLS's code.
 */
int acme_random(void *unused, unsigned char *out, size_t len);

#endif
