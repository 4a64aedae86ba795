/* SPDX-License-Identifier: MIT */
/*
 * The context of backoff.flow: the time between two attempts.
 */
#ifndef ACME_CLIENT_CERTIFICATE_BACKOFF_H
#define ACME_CLIENT_CERTIFICATE_BACKOFF_H

#include "backoff.flow.h"

struct acme_enrollment;

struct acme_backoff {
	struct backoff_sm sm;
	struct acme_enrollment *enrollment;
	const struct sm *caller; /* whose timer ends it */
	char more[384];		 /* advice, and when the next attempt is */
};

/* Ready to be run.  ${enrollment} and ${caller} are borrowed for its life. */
struct sm *acme_backoff_prepare(struct acme_backoff *backoff,
				struct acme_enrollment *enrollment,
				const struct sm *caller);

/* What a person wants to know of a delay: "40 s", "12 h". */
#define ACME_BACKOFF_DELAY_SIZE 28
void acme_backoff_delay_text(uint64_t us,
			     char text[static ACME_BACKOFF_DELAY_SIZE]);

#endif
