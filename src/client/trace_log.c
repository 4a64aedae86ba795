/* SPDX-License-Identifier: MIT */
/*
 * This writes the last records of a loop's trace to the log, where that does
 * not have each step: numbers, which `flowtrace LOG` turns into words.
 */
#include "client/trace_log.h"

#if SM_TRACE == 1
#include "sm_trace.h"

#define TEXT_MAX 256

void
acme_trace_log(struct sm_loop *loop, enum acme_log_level level)
{
	const struct sm_record *record;
	char text[TEXT_MAX];

	if (!loop || !loop->trace)
		return;
	while ((record = sm_trace_tell(loop->trace))) {
		sm_record_text(loop->trace, record, text, sizeof(text));
		acme_log(level, "trace: %s", text);
	}
}
#else
/* ISO C wants a translation unit to hold something. */
extern int acme_trace_log_is_not_built;
#endif
