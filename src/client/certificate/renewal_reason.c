/* SPDX-License-Identifier: MIT */
/*
 * By these actions of certificate.flow each order has its reason in the log,
 * and each start says what is served.
 */
#include "client/certificate/certificate_private.h"
#include "client/certificate/renewal.h"
#include "client/order/challenge.h"
#include "crypto/x509/leaf.h"

#include <stdio.h>
#include <string.h>

#define DAY_S		    86400
#define US_PER_S	    1000000
#define CHANGES_MAX	    512 /* bytes of the log's line */
#define CHALLENGE_TEXT_SIZE (ACME_STATE_CHALLENGE_SIZE + 32)

/* Where it was ordered here, how that went; else what the operator wants. */
static const char *
challenge_text(const struct acme_enrollment *a, char text[CHALLENGE_TEXT_SIZE])
{
	enum acme_challenge_type type = a->config->challenge;

	if (a->state.challenge[0])
		snprintf(text, CHALLENGE_TEXT_SIZE, "were validated by %s",
			 a->state.challenge);
	else
		snprintf(text, CHALLENGE_TEXT_SIZE, "will be validated by %s",
			 type == ACME_CHALLENGE__MAX
				 ? "a challenge that the CA offers"
				 : acme_challenge_word(type));
	return text;
}

static void
log_none(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;

	if (a->pair.info.not_after_s)
		acme_log(level,
			 "%s: a new certificate is due: certificate %s is "
			 "stored, and clients do not get it",
			 acme_enrollment_name(a), a->pair.info.serial);
	else
		acme_log(level, "%s: a new certificate is due: %s",
			 acme_enrollment_name(a),
			 a->unusable ? "the stored one is not usable"
				     : "there is none yet");
}

static void
log_changed(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;
	const char *name = acme_enrollment_name(a);
	const char *served = a->served.serial, *stored = a->pair.info.serial;

	if (!*stored)
		acme_log(level,
			 "%s: a new certificate is due: certificate %s is "
			 "served, and none is stored",
			 name, served);
	else if (strcmp(served, stored) != 0)
		acme_log(level,
			 "%s: a new certificate is due: certificate %s is "
			 "served, and %s is stored",
			 name, served, stored);
	else if (acme_renewal_is_superseded(a))
		acme_log(level,
			 "%s: a new certificate is due: certificate %s was to "
			 "replace %s, and was lost before it was stored",
			 name, a->state.certificate, served);
	else
		acme_live_pair_log(&a->pair, name, level,
				   "a new one is due: it is of another "
				   "directory or account");
}

/* Names that the operator gave and took away, if that is why. */
static void
log_names(const struct acme_enrollment *a, enum acme_log_level level)
{
	struct acme_buf changes = ACME_BUF_INIT(CHANGES_MAX);
	const struct acme_config *config = a->config;
	bool cut = acme_leaf_changes(acme_buf_span(&a->pair.chain),
				     acme_config_names(config), config->n_names,
				     &changes, NULL);

	if (changes.len)
		acme_log(level, "%s: names changed:%s%s",
			 acme_enrollment_name(a), acme_buf_str(&changes),
			 cut ? " ..." : "");
	acme_buf_clear(&changes);
}

static void
log_unfit(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;
	struct acme_fault fault = { .text = "" };
	char challenge[CHALLENGE_TEXT_SIZE];

	if (!acme_renewal_check_good(a, &fault))
		return;
	acme_live_pair_log(&a->pair, acme_enrollment_name(a), level,
			   "is served until there is a new one: %s; its names "
			   "%s",
			   fault.text, challenge_text(a, challenge));
	log_names(a, level);
}

static void
log_not_yet_valid(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;
	char from[ACME_CERT_TIME_MAX], now[ACME_CERT_TIME_MAX];

	acme_cert_time_text(a->served.not_before_s, from);
	acme_cert_time_text(a->port->now_s(a->port), now);
	acme_live_pair_log(
		&a->pair, acme_enrollment_name(a), level,
		"is served until there is a new one: it is not valid "
		"before %s, and the system clock says %s",
		from, now);
}

/* In days, or what is shorter. */
static const char *
days_text(uint64_t us, char text[ACME_BACKOFF_DELAY_SIZE])
{
	if (us < acme_positive_us((int64_t)2 * DAY_S))
		acme_backoff_delay_text(us, text);
	else
		snprintf(text, ACME_BACKOFF_DELAY_SIZE, "%llu days",
			 (unsigned long long)(us / acme_positive_us(DAY_S)));
	return text;
}

/* How long before it expires it is renewed. */
static const char *
before_text(const struct acme_certificate *c,
	    char text[ACME_BACKOFF_DELAY_SIZE])
{
	return days_text(acme_certificate_renew_before_us(c), text);
}

static void
log_due(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;
	char left[ACME_BACKOFF_DELAY_SIZE], before[ACME_BACKOFF_DELAY_SIZE];
	char challenge[CHALLENGE_TEXT_SIZE];

	acme_live_pair_log(&a->pair, acme_enrollment_name(a), level,
			   "a new one is due: it has %s left, and is renewed "
			   "%s before it expires (%s); its names %s",
			   days_text(acme_certificate_rest_us(c), left),
			   before_text(c, before),
			   acme_certificate_renew_before_sentence(c),
			   challenge_text(a, challenge));
}

static void
log_expired(const struct acme_certificate *c, enum acme_log_level level)
{
	const struct acme_enrollment *a = &c->enrollment;
	char challenge[CHALLENGE_TEXT_SIZE];

	acme_live_pair_log(&a->pair, acme_enrollment_name(a),
			   level == ACME_LOG_NOTICE ? ACME_LOG_WARN : level,
			   "a new one is due: it has expired; its names %s",
			   challenge_text(a, challenge));
}

void
acme_certificate_note_none(struct acme_certificate *c)
{
	c->log_reason = log_none;
}

void
acme_certificate_note_changed(struct acme_certificate *c)
{
	c->log_reason = log_changed;
}

void
acme_certificate_note_unfit(struct acme_certificate *c)
{
	c->log_reason = log_unfit;
}

void
acme_certificate_note_not_yet_valid(struct acme_certificate *c)
{
	c->log_reason = log_not_yet_valid;
}

void
acme_certificate_note_due(struct acme_certificate *c)
{
	c->log_reason = acme_certificate_rest_us(c) ? log_due : log_expired;
}

bool
acme_certificate_reason_told(const struct acme_certificate *c)
{
	const struct acme_reason_told *told = &c->reason_told;
	const struct acme_enrollment *a = &c->enrollment;

	return told->log == c->log_reason &&
	       !strcmp(told->served, a->served.serial) &&
	       !strcmp(told->stored, a->pair.info.serial);
}

void
acme_certificate_log_reason(struct acme_certificate *c)
{
	struct acme_reason_told *told = &c->reason_told;
	const struct acme_enrollment *a = &c->enrollment;

	told->log = c->log_reason;
	memcpy(told->served, a->served.serial, sizeof(told->served));
	memcpy(told->stored, a->pair.info.serial, sizeof(told->stored));
	if (told->log)
		told->log(c, ACME_LOG_NOTICE);
}

/* It was told: who wants to see each order's reason looks at this level. */
void
acme_certificate_repeat_reason(struct acme_certificate *c)
{
	if (c->log_reason)
		c->log_reason(c, ACME_LOG_INFO);
}

static void
renewed_from(const struct acme_certificate *c, char from[ACME_CERT_TIME_MAX])
{
	uint64_t before_s = acme_certificate_renew_before_us(c) / US_PER_S;

	acme_cert_time_text(
		c->enrollment.served.not_after_s - (int64_t)before_s, from);
}

void
acme_certificate_log_kept(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;
	char from[ACME_CERT_TIME_MAX], before[ACME_BACKOFF_DELAY_SIZE];
	char challenge[CHALLENGE_TEXT_SIZE];

	renewed_from(c, from);
	acme_live_pair_log(&a->pair, acme_enrollment_name(a), ACME_LOG_NOTICE,
			   "is served, and not due; it is renewed from %s on, "
			   "%s before it expires (%s); its names %s",
			   from, before_text(c, before),
			   acme_certificate_renew_before_sentence(c),
			   challenge_text(a, challenge));
}

void
acme_certificate_log_adopted(struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;
	char from[ACME_CERT_TIME_MAX], before[ACME_BACKOFF_DELAY_SIZE];
	char challenge[CHALLENGE_TEXT_SIZE];

	renewed_from(c, from);
	acme_live_pair_log(&a->pair, acme_enrollment_name(a), ACME_LOG_NOTICE,
			   "is good, and kept: none is ordered; it is renewed "
			   "from %s on, %s before it expires (%s); its names "
			   "%s",
			   from, before_text(c, before),
			   acme_certificate_renew_before_sentence(c),
			   challenge_text(a, challenge));
}
