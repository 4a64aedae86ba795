/* SPDX-License-Identifier: MIT */
/*
 * mbedTLS as this layer calls it: what differs between 2.28 and 3.6 stands
 * here and nowhere else, and a refusal of the library becomes a fault in one
 * way.  Private to src/crypto.
 */
#ifndef ACME_CRYPTO_COMPAT_H
#define ACME_CRYPTO_COMPAT_H

#include "base/fault.h"
#include "base/span.h"
#include "crypto/random.h"

#include <errno.h>
#include <mbedtls/pk.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define MBEDTLS_PRIVATE(member) member
#elif defined(MBEDTLS_PSA_CRYPTO_C)
#include <psa/crypto.h>
#endif

/* Does ${rc} of mbedTLS's cryptography say that memory is short? */
bool acme_compat_is_memory(int rc);

/* Is ${rc} this system's fault, for want of memory or of random bytes, and says
 * nothing of what was asked about? */
bool acme_compat_is_own(int rc);

/*
 * Record ${err} and "${doing}: what mbedTLS says of its code ${rc}"; where it
 * says that memory is short, ACME_ERR_MEMORY instead of ${err}, and where
 * random bytes could not be had, ACME_ERR_SYSTEM.
 */
enum acme_err acme_compat_fault(struct acme_fault *fault, enum acme_err err,
				int rc, const char *doing);

/* mbedTLS tries one format after the other, and gives the code of the last;
 * that one of them failed for want of memory, only errno tells, which was 0. */
static inline int
acme_compat_code(int rc)
{
	return rc && errno == ENOMEM ? MBEDTLS_ERR_PK_ALLOC_FAILED : rc;
}

static inline int
acme_compat_parse_key(mbedtls_pk_context *pk, struct acme_span der)
{
	errno = 0;
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	return acme_compat_code(mbedtls_pk_parse_key(pk, acme_span_bytes(der),
						     der.len, NULL, 0));
#else
	return acme_compat_code(mbedtls_pk_parse_key(
		pk, acme_span_bytes(der), der.len, NULL, 0, acme_random, NULL));
#endif
}

/* Add the certificate ${der}, which is copied, to ${chain}. */
static inline int
acme_compat_parse_crt(mbedtls_x509_crt *chain, struct acme_span der,
		      mbedtls_x509_crt_ext_cb_t accept)
{
	errno = 0;
	return acme_compat_code(mbedtls_x509_crt_parse_der_with_ext_cb(
		chain, acme_span_bytes(der), der.len, 1, accept, NULL));
}

/* Does the private part of ${key} belong to the public part of ${pk}? */
static inline int
acme_compat_check_pair(const mbedtls_pk_context *pk,
		       const mbedtls_pk_context *key)
{
	errno = 0;
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	return acme_compat_code(mbedtls_pk_check_pair(pk, key));
#else
	return acme_compat_code(
		mbedtls_pk_check_pair(pk, key, acme_random, NULL));
#endif
}

/* ${signature} has MBEDTLS_PK_SIGNATURE_MAX_SIZE bytes. */
static inline int
acme_compat_sign(mbedtls_pk_context *pk, mbedtls_md_type_t md,
		 const unsigned char *hash, size_t hash_len,
		 unsigned char *signature, size_t *len)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	return mbedtls_pk_sign(pk, md, hash, hash_len, signature, len,
			       acme_random, NULL);
#else
	return mbedtls_pk_sign(pk, md, hash, hash_len, signature,
			       MBEDTLS_PK_SIGNATURE_MAX_SIZE, len, acme_random,
			       NULL);
#endif
}

/* ${serial}: its octets, at most 20, the first below 0x80 and not 0. */
static inline int
acme_compat_crt_serial(mbedtls_x509write_cert *crt, unsigned char *serial,
		       size_t len)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	mbedtls_mpi number;
	int rc;

	mbedtls_mpi_init(&number);
	rc = mbedtls_mpi_read_binary(&number, serial, len);
	if (!rc)
		rc = mbedtls_x509write_crt_set_serial(crt, &number);
	mbedtls_mpi_free(&number);
	return rc;
#else
	return mbedtls_x509write_crt_set_serial_raw(crt, serial, len);
#endif
}

/* Not critical.  ${oid} is a literal of mbedtls/oid.h. */
static inline int
acme_compat_csr_extension(mbedtls_x509write_csr *csr, struct acme_span oid,
			  struct acme_span value)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	return mbedtls_x509write_csr_set_extension(
		csr, oid.data, oid.len, acme_span_bytes(value), value.len);
#else
	return mbedtls_x509write_csr_set_extension(
		csr, oid.data, oid.len, 0, acme_span_bytes(value), value.len);
#endif
}

#endif
