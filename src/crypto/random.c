/* SPDX-License-Identifier: MIT */
/*
 * Random bytes come from the kernel's generator, as they are: one of our own
 * would be one more state to seed, to lock, and to keep from being the same in
 * a process that was forked.
 */
#include "crypto/random.h"

#include "crypto/psa.h"

#include <errno.h>
#include <mbedtls/entropy.h>
#include <pthread.h>
#include <sys/random.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int started;

/* Whoever calls mbedTLS draws first, so here it is in time. */
static void
start(void)
{
	started = acme_psa_start();
}

int
acme_random(void *unused, unsigned char *out, size_t len)
{
	ssize_t n;

	(void)unused;
	pthread_once(&once, start);
	if (started)
		return started;
	for (; len; out += n, len -= (size_t)n) {
		n = getrandom(out, len, 0);
		if (n < 0 && errno != EINTR)
			return MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
		if (n < 0)
			n = 0;
	}
	return 0;
}
