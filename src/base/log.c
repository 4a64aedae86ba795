/* SPDX-License-Identifier: MIT */
/*
 * One process-wide sink.  Lines are made printable here, as they may quote a
 * CA or a visitor.
 */
#include "base/log.h"

#include <stdio.h>

#define LINE_MAX_LEN 1000

static acme_log_sink_fn log_sink;

void
acme_log_to(acme_log_sink_fn sink)
{
	log_sink = sink;
}

void
acme_log(enum acme_log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_LEN + 1], *c;
	va_list args;

	if (!log_sink)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	for (c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	log_sink(level, line);
}
