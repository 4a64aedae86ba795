/* SPDX-License-Identifier: MIT */
/*
 * The subject alternative name (RFC 5280 §4.2.1.6) of DNS names, written here
 * because mbedTLS 2.28 can't; 3.6 takes the same bytes.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_X509_WRITE_SAN_H
#define ACME_CRYPTO_X509_WRITE_SAN_H

#include <stddef.h>

/* Bytes that ${names} need at most. */
size_t acme_san_max(const char *const *names, size_t n_names);

/*
 * Write the extension's value to the end of ${buffer}, as mbedTLS writes
 * backwards.  Its length, or mbedTLS's code.
 */
int acme_san_write(const char *const *names, size_t n_names,
		   unsigned char *buffer, size_t max);

#endif
