/* SPDX-License-Identifier: MIT */
/*
 * mbedTLS looks for an issuer only behind a certificate, takes the first that
 * fits, and never turns back.  So each gets a level, its distance from a root:
 * sorted by it, with what no root stands above left out, the first that fits is
 * always one that leads there.
 */
#include "tls/tls_chain.h"

#include <stddef.h>
#include <string.h>

/* Is ${child} signed by one of ${parents}?  Dates are looked at later. */
static bool
is_signed(mbedtls_x509_crt *child, mbedtls_x509_crt *parents)
{
	uint32_t flags = 0;
	int rc = mbedtls_x509_crt_verify_with_profile(
		child, parents, NULL, &mbedtls_x509_crt_profile_default, NULL,
		&flags, NULL, NULL);

	return (!rc || rc == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED) &&
	       !(flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED);
}

struct levels {
	mbedtls_x509_crt crt[ACME_TLS_CHAIN_MAX];
	unsigned int of[ACME_TLS_CHAIN_MAX]; /* 0: none yet */
	unsigned int n;
};

static void
copy(struct levels *levels, const mbedtls_x509_crt *crt)
{
	levels->n = 0;
	for (; crt && levels->n < ACME_TLS_CHAIN_MAX; crt = crt->next) {
		levels->of[levels->n] = 0;
		levels->crt[levels->n] = *crt;
		levels->crt[levels->n++].next = NULL;
	}
}

static bool
is_signed_at(struct levels *levels, unsigned int child, unsigned int level,
	     mbedtls_x509_crt *roots)
{
	unsigned int i;

	if (!level)
		return is_signed(&levels->crt[child], roots);
	for (i = 0; i < levels->n; i++)
		if (levels->of[i] == level &&
		    is_signed(&levels->crt[child], &levels->crt[i]))
			return true;
	return false;
}

static void
find_levels(struct levels *levels, mbedtls_x509_crt *roots)
{
	unsigned int level, i;

	for (level = 0; level < levels->n; level++)
		for (i = 0; i < levels->n; i++)
			if (!levels->of[i] &&
			    is_signed_at(levels, i, level, roots))
				levels->of[i] = level + 1;
}

bool
acme_tls_chain_sort(const mbedtls_x509_crt *leaf, mbedtls_x509_crt *roots,
		    struct acme_tls_chain *chain)
{
	struct levels levels;
	unsigned int level, i, n = 1;

	memset(&levels, 0, sizeof(levels));
	copy(&levels, leaf);
	find_levels(&levels, roots);
	if (!levels.of[0])
		return false;
	chain->crt[0] = levels.crt[0];
	for (level = levels.of[0] - 1; level; level--)
		for (i = 1; i < levels.n; i++)
			if (levels.of[i] == level)
				chain->crt[n++] = levels.crt[i];
	for (i = 0; i + 1 < n; i++)
		chain->crt[i].next = &chain->crt[i + 1];
	return true;
}
