/* SPDX-License-Identifier: MIT */
/*
 * The process has one sink for the lines of the log.  Lines are made printable
 * here, as they may quote a CA or a client.
 */
#include "base/log.h"

#include "base/printable.h"

static acme_log_sink_fn log_sink;

void
acme_log_to(acme_log_sink_fn sink)
{
	log_sink = sink;
}

void
acme_log(enum acme_log_level level, const char *fmt, ...)
{
	char line[ACME_PRINTABLE_MAX + 1];
	va_list args;

	if (!log_sink)
		return;
	va_start(args, fmt);
	acme_printable_vformat(line, sizeof(line), fmt, args);
	va_end(args);
	log_sink(level, line);
}
