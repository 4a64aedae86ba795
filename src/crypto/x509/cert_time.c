/* SPDX-License-Identifier: MIT */
/* This writes times of certificates as people read them, in UTC. */
#define _POSIX_C_SOURCE 200809L /* gmtime_r() */
#include "crypto/x509/cert.h"

#include <stdio.h>
#include <time.h>

void
acme_cert_time_text(int64_t unix_s, char text[static ACME_CERT_TIME_MAX])
{
	time_t at = (time_t)unix_s;
	struct tm tm;

	if (!gmtime_r(&at, &tm) ||
	    !strftime(text, ACME_CERT_TIME_MAX, "%Y-%m-%d %H:%M:%S UTC", &tm))
		snprintf(text, ACME_CERT_TIME_MAX, "the second %lld",
			 (long long)unix_s);
}
