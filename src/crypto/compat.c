/* SPDX-License-Identifier: MIT */
/* This makes a fault of what mbedTLS refuses. */
#include "crypto/compat.h"

#include <mbedtls/asn1.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/md.h>
#include <mbedtls/pem.h>

#define HIGH_LEVEL(rc) (-(-(rc)&0xff80))
#define LOW_LEVEL(rc)  (-(-(rc)&0x007f))

/* Where mbedTLS 3.6 asks PSA, it may pass that one's code on as it is. */
#ifdef PSA_SUCCESS
#define IS_PSA(rc, code) ((rc) == (code))
#else
#define IS_PSA(rc, code) false
#endif

bool
acme_compat_is_memory(int rc)
{
	return IS_PSA(rc, PSA_ERROR_INSUFFICIENT_MEMORY) ||
	       LOW_LEVEL(rc) == MBEDTLS_ERR_ASN1_ALLOC_FAILED ||
	       LOW_LEVEL(rc) == MBEDTLS_ERR_MPI_ALLOC_FAILED ||
	       HIGH_LEVEL(rc) == MBEDTLS_ERR_ECP_ALLOC_FAILED ||
	       HIGH_LEVEL(rc) == MBEDTLS_ERR_MD_ALLOC_FAILED ||
	       HIGH_LEVEL(rc) == MBEDTLS_ERR_PEM_ALLOC_FAILED ||
	       HIGH_LEVEL(rc) == MBEDTLS_ERR_PK_ALLOC_FAILED ||
	       HIGH_LEVEL(rc) == MBEDTLS_ERR_X509_ALLOC_FAILED;
}

/* acme_random() has failed, which mbedTLS passes on. */
static bool
is_random(int rc)
{
	return IS_PSA(rc, PSA_ERROR_INSUFFICIENT_ENTROPY) ||
	       LOW_LEVEL(rc) == MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
}

bool
acme_compat_is_own(int rc)
{
	return is_random(rc) || acme_compat_is_memory(rc);
}

enum acme_err
acme_compat_fault(struct acme_fault *fault, enum acme_err err, int rc,
		  const char *doing)
{
	char words[128];

	if (acme_compat_is_memory(rc))
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", doing);
	mbedtls_strerror(rc, words, sizeof(words));
	return acme_fault_set(fault, is_random(rc) ? ACME_ERR_SYSTEM : err,
			      "%s: %s", doing, words);
}
