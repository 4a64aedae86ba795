/* SPDX-License-Identifier: MIT */
/*
 * The log's lines go to lws's log, a long one in pieces, because lws would cut
 * it off.
 */
#include "lws/loop/lws_log.h"

#include "base/log.h"
#include "lws-acme-client.h"

/* Bytes: lws cuts a line at 255, and since 4.3 the date is among them. */
#if LWS_LIBRARY_VERSION_NUMBER >= 4003000
#define PIECE_MAX 215
#else
#define PIECE_MAX 250
#endif

static int info_level = LLL_INFO;

/* Of what lws would cut off: so many bytes that end with a word, or else with
 * a character. */
static int
piece_of(const char *line)
{
	int n = PIECE_MAX;

	if (strlen(line) <= PIECE_MAX)
		return PIECE_MAX;
	while (n > PIECE_MAX / 2 && line[n] != ' ')
		n--;
	if (line[n] == ' ')
		return n;
	for (n = PIECE_MAX; ((unsigned char)line[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

static void
log_line(enum acme_log_level level, const char *line)
{
	const int levels[] = {
		[ACME_LOG_ERR] = LLL_ERR,
		[ACME_LOG_WARN] = LLL_WARN,
		[ACME_LOG_NOTICE] = LLL_NOTICE,
		[ACME_LOG_INFO] = info_level,
	};
	const char *indent = "";

	while (*line) {
		int n = piece_of(line);

		_lws_log(levels[level], "%s%.*s\n", indent, n, line);
		line += strnlen(line, (size_t)n);
		indent = "   ";
	}
}

void
acme_lws_log(void)
{
	acme_log_to(log_line);
}

void
lws_acme_info_level(int level)
{
	info_level = level;
}
