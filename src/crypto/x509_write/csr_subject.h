/* SPDX-License-Identifier: MIT */
/*
 * The subject of a CSR.  mbedTLS's own way, one string "C=..,O=..", loses
 * commas and takes escapes differently from version to version; here each
 * part stays by itself.
 */
#ifndef ACME_CRYPTO_X509_WRITE_CSR_SUBJECT_H
#define ACME_CRYPTO_X509_WRITE_CSR_SUBJECT_H

#include "base/fault.h"

struct mbedtls_asn1_named_data;

/* UTF-8; each NULL or empty where not wanted; commas and all else allowed. */
struct acme_csr_subject {
	const char *country; /* two letters */
	const char *state;
	const char *locality;
	const char *organization;
	const char *common_name; /* one of the names */
};

/*
 * ACME_ERR_INVALID says in ${fault} which part is not acceptable, and why: by
 * the limits of RFC 5280, which a CA would hold against the whole order.
 */
enum acme_err acme_csr_subject_check(const struct acme_csr_subject *subject,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Add the parts to ${list}, as mbedtls_x509write_csr has it; it is freed with
 * the CSR, also after a failure.
 */
enum acme_err acme_csr_subject_store(const struct acme_csr_subject *subject,
				     struct mbedtls_asn1_named_data **list,
				     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
