/* SPDX-License-Identifier: MIT */
/*
 * One generator for the process.  It remembers which process seeded it: a
 * server that forks into the background must not draw what its parent drew.
 */
#define _POSIX_C_SOURCE 200809L /* getpid() */
#include "crypto/random.h"

#include "crypto/compat.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context drbg;
static pid_t seeded_by; /* 0: not seeded */

static void
forget(void)
{
	mbedtls_ctr_drbg_free(&drbg);
	mbedtls_entropy_free(&entropy);
	seeded_by = 0;
}

static int
seed(void)
{
	int rc;

	if (seeded_by)
		forget();
	rc = acme_compat_start();
	if (rc)
		return rc;
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&drbg);
	rc = mbedtls_ctr_drbg_seed(&drbg, mbedtls_entropy_func, &entropy, NULL,
				   0);
	if (rc)
		forget();
	else
		seeded_by = getpid();
	return rc;
}

int
acme_random(void *unused, unsigned char *out, size_t len)
{
	size_t n;
	int rc = 0;

	(void)unused;
	pthread_mutex_lock(&lock);
	if (seeded_by != getpid())
		rc = seed();
	for (; !rc && len; out += n, len -= n) {
		n = len < MBEDTLS_CTR_DRBG_MAX_REQUEST
			    ? len
			    : MBEDTLS_CTR_DRBG_MAX_REQUEST;
		rc = mbedtls_ctr_drbg_random(&drbg, out, n);
	}
	pthread_mutex_unlock(&lock);
	return rc;
}
