/* SPDX-License-Identifier: MIT */
/*
 * The log: one line a call, no newline at its end.  The ACME client does not
 * know where it goes; src/lws gives it to lws's log.  Secrets never come here.
 */
#ifndef ACME_BASE_LOG_H
#define ACME_BASE_LOG_H

#include "base/fault.h"

enum acme_log_level {
	ACME_LOG_ERR,	 /* the operator must act */
	ACME_LOG_WARN,	 /* something failed, and is tried again */
	ACME_LOG_NOTICE, /* progress that an operator likes to see */
	ACME_LOG_INFO,	 /* what a developer wants to see: transitions */
	ACME_LOG__MAX
};

typedef void (*acme_log_sink_fn)(enum acme_log_level level, const char *line);

/* Where lines go from now on; NULL: nowhere.  Process-wide. */
void acme_log_to(acme_log_sink_fn sink);

/* A line is made printable, and one longer than 1,000 bytes is cut:
 * base/printable.h. */
void acme_log(enum acme_log_level level, const char *fmt, ...)
	ACME_PRINTF(2, 3);

#endif
