/* SPDX-License-Identifier: MIT */
/* These are the guards and actions of reminder.flow. */
#include "client/enrollment/reminder.h"

#include "client/trace_log.h"
#include "crypto/x509/cert.h"

#include <stdio.h>
#include <string.h>

/* "clients get certificate SERIAL, valid until ..." */
#define SERVED_TEXT_SIZE 192

#define FNV_OFFSET 0xcbf29ce484222325U
#define FNV_PRIME  0x100000001b3U

/* Bytes: RFC 8555 §8.3 wants 128 random bits of a token. */
#define TOKEN_MIN 22
#define TOKEN_ALPHABET \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

static bool
has_token(const char *word, size_t len)
{
	for (; len; word++, len--)
		if (strspn(word, TOKEN_ALPHABET) >= TOKEN_MIN)
			return true;
	return false;
}

/* How much of ${word} is so at the next attempt, too, which has another order:
 * not the path of a URL, and no token. */
static size_t
lasting_len(const char *word, size_t len)
{
	const char *url = strstr(word, "://");

	if (url && url < word + len)
		return (size_t)(url - word) + 3 + strcspn(url + 3, "/ ");
	return has_token(word, len) ? 0 : len;
}

/* FNV-1a.  Behind each word comes a space, and a NUL at the end: no two texts
 * are like two others. */
static uint64_t
add_bytes(uint64_t digest, const char *bytes, size_t len, char end)
{
	size_t i;

	for (i = 0; i < len; i++)
		digest = (digest ^ (unsigned char)bytes[i]) * FNV_PRIME;
	return (digest ^ (unsigned char)end) * FNV_PRIME;
}

static uint64_t
add_text(uint64_t digest, const char *text)
{
	size_t len;

	for (; *text; text += len + (text[len] == ' ')) {
		len = strcspn(text, " ");
		digest = add_bytes(digest, text, lasting_len(text, len), ' ');
	}
	return add_bytes(digest, "", 0, '\0');
}

static uint64_t
reason(const struct acme_reminder *reminder)
{
	return add_text(add_text(FNV_OFFSET, reminder->what), reminder->why);
}

struct sm *
acme_reminder_prepare(struct acme_reminder *reminder)
{
	reminder_sm_init(&reminder->sm, reminder);
	return &reminder->sm.sm;
}

bool
acme_reminder_is_new(const struct acme_reminder *reminder)
{
	return reason(reminder) != reminder->told->reason;
}

uint64_t
acme_reminder_told_ago_us(const struct acme_reminder *reminder)
{
	return sm_now_us(&reminder->sm.sm) - reminder->told->at_us;
}

static void
write_served(const struct acme_reminder *reminder,
	     char text[static SERVED_TEXT_SIZE])
{
	const struct acme_cert_info *served = reminder->served;
	char until[ACME_CERT_TIME_MAX];

	if (!served) {
		snprintf(text, SERVED_TEXT_SIZE,
			 "it is not known yet what clients get");
	} else if (!served->not_after_s) {
		snprintf(text, SERVED_TEXT_SIZE, "clients get no certificate");
	} else {
		acme_cert_time_text(served->not_after_s, until);
		snprintf(text, SERVED_TEXT_SIZE,
			 "clients get certificate %s, %s %s", served->serial,
			 served->not_after_s > reminder->now_s
				 ? "valid until"
				 : "which expired at",
			 until);
	}
}

void
acme_reminder_log(const struct acme_reminder *reminder,
		  enum acme_log_level level)
{
	char served[SERVED_TEXT_SIZE];

	write_served(reminder, served);
	acme_log(level, "%s: %s: %s%s; %s", reminder->name, reminder->what,
		 reminder->why, reminder->more, served);
}

void
acme_reminder_remind(struct acme_reminder *reminder)
{
	*reminder->told = (struct acme_told){
		.reason = reason(reminder),
		.at_us = sm_now_us(&reminder->sm.sm),
	};
	acme_reminder_log(reminder, reminder->level);
	acme_trace_log(reminder->sm.sm.loop, ACME_LOG_NOTICE);
}
