/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a certificate for long, and when that was told: the
 * context of reminder.flow.
 */
#ifndef ACME_CLIENT_ENROLLMENT_REMINDER_H
#define ACME_CLIENT_ENROLLMENT_REMINDER_H

#include "base/log.h"
#include "reminder.flow.h"

struct acme_cert_info;

/* What was told last; zero: nothing, so that anything is new. */
struct acme_told {
	uint64_t reason; /* a digest of it */
	uint64_t at_us;
};

struct acme_reminder {
	struct reminder_sm sm;
	struct acme_told *told; /* borrowed, as are the texts */
	enum acme_log_level level;
	const char *name; /* of the certificate */
	char what[128];	  /* is wrong */
	const char *why;
	const char *more; /* of it, which makes it no other reason */
	const struct acme_cert_info *served; /* NULL: it is not known */
	int64_t now_s;
};

/* Ready to be run, when all is set; it ends at once. */
struct sm *acme_reminder_prepare(struct acme_reminder *reminder);

/* "NAME: WHAT: WHYMORE; SERVED" */
void acme_reminder_log(const struct acme_reminder *reminder,
		       enum acme_log_level level);

#endif
