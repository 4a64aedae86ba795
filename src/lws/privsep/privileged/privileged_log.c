/* SPDX-License-Identifier: MIT */
/*
 * This brings what the privileged process logs to the server.  One process has
 * one place for its lines.
 */
#include "lws/privsep/privileged/privileged_log.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_LEN 1100 /* a line of the log (log.c), and its newline */
#define N_AT_ONCE    8	  /* refusals that are said one by one */
#define PAUSE_S	     60	  /* between lines about those that came later */

static int notes_fd = -1;

static void
write_line(enum acme_log_level level, const char *line)
{
	char text[LINE_MAX_LEN];
	int len = snprintf(text, sizeof(text), "%d%s\n", (int)level, line);

	if (len < 0 || (size_t)len >= sizeof(text))
		return;
	/* It is full: the server does not listen, and that line is lost. */
	if (write(notes_fd, text, (size_t)len) < 0)
		return;
}

void
acme_privileged_log_to(int fd)
{
	notes_fd = fd;
	acme_log_to(write_line);
}

static int64_t
now_s(void)
{
	struct timespec now = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec;
}

void
acme_privileged_log_refused(const char *why)
{
	static unsigned int n_said, n_unsaid;
	static int64_t said_s;

	if (n_said >= N_AT_ONCE && now_s() - said_s < PAUSE_S) {
		n_unsaid++;
		return;
	}
	if (n_unsaid)
		acme_log(ACME_LOG_WARN,
			 "the privileged process (lws-acme-priv) refused a "
			 "request, and %u before it: %s",
			 n_unsaid, why);
	else
		acme_log(ACME_LOG_WARN,
			 "the privileged process (lws-acme-priv) refused a "
			 "request: %s",
			 why);
	n_said++;
	n_unsaid = 0;
	said_s = now_s();
}
