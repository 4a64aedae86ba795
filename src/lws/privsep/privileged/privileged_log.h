/* SPDX-License-Identifier: MIT */
/*
 * What the privileged process says: lines in a socket, which the server's loop
 * reads and logs (privsep_log.h).  They go beside the answers, so that a line
 * about a request that should not have been made needs nobody who waits for it.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_LOG_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_LOG_H

#include "base/log.h"

#include <stdint.h>

/* From now on the log goes to ${fd}, one write a line: its level, a digit, the
 * text, and a newline.  Where that is full lines are lost. */
void acme_privileged_log_to(int fd);

/*
 * Log that a request was refused, with ${why}.  A flood of requests is no flood
 * of lines: past the first few there is one a minute, which has their number.
 */
void acme_privileged_log_refused(const char *why);

#endif
