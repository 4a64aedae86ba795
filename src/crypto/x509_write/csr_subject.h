/* SPDX-License-Identifier: MIT */
/*
 * The subject of a CSR.  mbedTLS's own way, one string "C=..,O=..", loses
 * commas and takes escapes differently from version to version; here each
 * part stays by itself.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_X509_WRITE_CSR_SUBJECT_H
#define ACME_CRYPTO_X509_WRITE_CSR_SUBJECT_H

#include "crypto/x509_write/csr.h"

#include <mbedtls/asn1.h>

/*
 * Add the parts to ${list}, as mbedtls_x509write_csr has it; it is freed with
 * the CSR, also after a failure.
 */
enum acme_err acme_csr_subject_store(const struct acme_csr_subject *subject,
				     mbedtls_asn1_named_data **list,
				     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
