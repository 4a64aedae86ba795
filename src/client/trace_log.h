/* SPDX-License-Identifier: MIT */
/* What the flows did last, in the log: what stands before a failure. */
#ifndef ACME_CLIENT_TRACE_LOG_H
#define ACME_CLIENT_TRACE_LOG_H

#include "base/log.h"
#include "sm.h"

#if SM_TRACE == 1
/*
 * The last records of ${loop} that are not in the log yet, a line each; NULL:
 * the flow that failed is in none.
 */
void acme_trace_log(struct sm_loop *loop, enum acme_log_level level);
#else
#define acme_trace_log(loop_, level_) ((void)0)
#endif

#endif
