/* SPDX-License-Identifier: MIT */
/*
 * Certificates inside src/crypto.
 */
#ifndef ACME_CRYPTO_X509_CERT_PRIVATE_H
#define ACME_CRYPTO_X509_CERT_PRIVATE_H

#include "base/limits.h"
#include "crypto/compat.h"
#include "format/pem.h"

#include <mbedtls/x509_crt.h>

struct acme_cert_info;

/* Parse into ${crt}, just initialised; the caller frees it in any case. */
enum acme_err acme_cert_parse(struct acme_span der, mbedtls_x509_crt *crt,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Append what a block holds, for which acme_cert_is_block() holds.  The first
 * ${len} bytes are the certificate; behind it there is what OpenSSL writes into
 * a TRUSTED CERTIFICATE, or nothing.
 */
enum acme_err acme_cert_decode(const struct acme_pem_block *block,
			       struct acme_buf *der, size_t *len,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* As acme_cert_parse(), the first of a text, in which there are ${n_certs}. */
enum acme_err acme_cert_read_first(struct acme_span pem_or_der,
				   mbedtls_x509_crt *crt, unsigned int *n_certs,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/* ${info} is untouched on failure; its n_certs becomes 1. */
enum acme_err acme_cert_describe(const mbedtls_x509_crt *crt,
				 struct acme_cert_info *info,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Is it DER, and no text? */
bool acme_cert_is_der(struct acme_span text);

/* Days since 1970-01-01. */
int64_t acme_cert_days(int64_t year, int64_t month, int64_t day);

/* As acme_cert_info has it; false: it is too long. */
bool acme_cert_serial_hex(struct acme_span octets,
			  char out[ACME_SERIAL_HEX_MAX]);

/* A common name, cut, without what a terminal obeys. */
void acme_cert_issuer_text(struct acme_span name, char out[ACME_ISSUER_MAX]);

/* CERTIFICATE, or the two other labels that OpenSSL knows for one. */
bool acme_cert_is_block(const struct acme_pem_block *block);

/*
 * The alternative name at ${at} (NULL: none there) if it is a DNS name, else
 * an empty span.
 */
struct acme_span acme_cert_dns_name(const mbedtls_x509_sequence *at);

/* The first alternative name, and the one after; NULL at the end. */
const mbedtls_x509_sequence *acme_cert_first_name(const mbedtls_x509_crt *crt);

#endif
