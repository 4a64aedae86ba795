/* SPDX-License-Identifier: MIT */
/*
 * What certificate.flow notes of an attempt, and what it tells the operator
 * and the program: each failure once, in words.
 */
#include "client/certificate_private.h"

#include "base/log.h"
#include "client/advice.h"

#include <stdio.h>

#define DELAY_SIZE 28

const char *
acme_certificate_name(const struct acme_certificate *c)
{
	return c->applicant.config->names[0];
}

/* Each event that leads here carries a fault. */
void
acme_certificate_note_fault(struct acme_certificate *c, struct sm_event *event)
{
	acme_fault_copy(&c->applicant.refusal.fault, event->payload);
}

void
acme_certificate_note_refusal(struct acme_certificate *c,
			      struct sm_event *event)
{
	const struct acme_refusal *refusal = event->payload;

	c->applicant.refusal =
		(struct acme_refusal){ .problem = ACME_PROBLEM_NONE };
	if (refusal)
		c->applicant.refusal = *refusal;
	else
		acme_fault_copy(&c->applicant.refusal.fault, NULL);
}

/* The exchange has waited for a short one already, again and again; what is
 * wrong then calls for our own backoff, which grows. */
uint64_t
acme_certificate_retry_after_us(const struct acme_certificate *c)
{
	return acme_retry_after_us(&c->applicant.refusal.retry_after);
}

static void
note_slow(struct acme_certificate *c, const char *what)
{
	acme_fault_set(&c->applicant.refusal.fault, ACME_ERR_SYSTEM, "%s",
		       what);
}

void
acme_certificate_note_slow_disk(struct acme_certificate *c,
				struct sm_event *event)
{
	(void)event;
	note_slow(c, "the disk with cert-path, key-path and auth-path did not "
		     "answer in time");
}

void
acme_certificate_note_slow_worker(struct acme_certificate *c,
				  struct sm_event *event)
{
	(void)event;
	note_slow(c, "the machine is too busy: a key or a chain was not ready "
		     "in time");
}

void
acme_certificate_note_slow_server(struct acme_certificate *c,
				  struct sm_event *event)
{
	(void)event;
	note_slow(c, "the running server did not take, or show, its "
		     "certificate in time");
}

/* A new one is ordered then, and visitors get none until it is there. */
void
acme_certificate_warn_unrestored(struct acme_certificate *c,
				 struct sm_event *event)
{
	(void)event;
	acme_log(ACME_LOG_WARN,
		 "%s: the stored certificate can't be served: %s",
		 acme_certificate_name(c), c->applicant.refusal.fault.text);
}

void
acme_certificate_note_no_account(struct acme_certificate *c,
				 struct sm_event *event)
{
	(void)event;
	acme_fault_set(&c->applicant.refusal.fault, ACME_ERR_CLOSED,
		       "%s: the account was not there in time",
		       c->applicant.config->directory_url);
}

/* Nothing to restore, which is usual at the first start. */
void
acme_certificate_note_missing(struct acme_certificate *c,
			      struct sm_event *event)
{
	const struct acme_fault *fault = certificate_unloaded(event);

	if (fault && fault->err != ACME_ERR_NOT_FOUND)
		acme_log(ACME_LOG_WARN,
			 "%s: the pair on disk counts as missing, is kept, and "
			 "a new one is asked for: %s",
			 acme_certificate_name(c), fault->text);
}

void
acme_certificate_note_served(struct acme_certificate *c, struct sm_event *event)
{
	c->served = *certificate_served(event);
}

void
acme_certificate_note_unserved(struct acme_certificate *c,
			       struct sm_event *event)
{
	c->served = (struct acme_cert_info){ .not_after_s = 0 };
	acme_fault_copy(&c->applicant.refusal.fault,
			certificate_unserved(event));
}

void
acme_certificate_note_other_served(struct acme_certificate *c,
				   struct sm_event *event)
{
	acme_certificate_note_served(c, event);
	acme_fault_set(&c->applicant.refusal.fault, ACME_ERR_INVALID,
		       "certificate %s was installed, but %s is served",
		       c->issued.serial, c->served.serial);
}

static void
note_dates(struct acme_certificate *c, const char *what, int64_t at_s)
{
	char at[ACME_CERT_TIME_MAX], now[ACME_CERT_TIME_MAX];

	acme_cert_time_text(at_s, at);
	acme_cert_time_text(c->applicant.port->now_s(c->applicant.port), now);
	acme_fault_set(&c->applicant.refusal.fault, ACME_ERR_INVALID,
		       "what the CA issued: the certificate %s %s, and this "
		       "machine's clock says %s",
		       what, at, now);
}

void
acme_certificate_note_not_yet_valid(struct acme_certificate *c,
				    struct sm_event *event)
{
	(void)event;
	note_dates(c, "is not valid before", c->credential.info.not_before_s);
}

void
acme_certificate_note_no_life(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	if (acme_certificate_issued_rest_us(c))
		note_dates(c,
			   "is too short-lived to be renewed in time: it "
			   "expires at",
			   c->credential.info.not_after_s);
	else
		note_dates(c, "expired at", c->credential.info.not_after_s);
}

void
acme_certificate_note_due_at_once(struct acme_certificate *c,
				  struct sm_event *event)
{
	(void)event;
	note_dates(c, "is served, and due for renewal already: it expires at",
		   c->served.not_after_s);
}

static void
report(struct acme_certificate *c, enum acme_progress progress,
       const char *text)
{
	c->applicant.port->report(c->applicant.port, progress, text);
}

void
acme_certificate_report_started(struct acme_certificate *c,
				struct sm_event *event)
{
	(void)event;
	c->applicant.refusal.retry_after.told = false;
	acme_log(ACME_LOG_NOTICE, "%s: asking %s for a certificate",
		 acme_certificate_name(c), c->applicant.config->directory_url);
	report(c, ACME_PROGRESS_STARTED, c->applicant.config->directory_url);
}

void
acme_certificate_report_issued(struct acme_certificate *c,
			       struct sm_event *event)
{
	(void)event;
	acme_log(ACME_LOG_NOTICE, "%s: serving certificate %s of %s, %u name%s",
		 acme_certificate_name(c), c->served.serial, c->served.issuer,
		 c->served.n_names, c->served.n_names == 1 ? "" : "s");
	report(c, ACME_PROGRESS_ISSUED, c->served.serial);
}

/* What an operator wants to know of a delay. */
static void
write_delay(uint64_t us, char words[static DELAY_SIZE])
{
	uint64_t s = (us + 500000) / 1000000;

	if (s < 120)
		snprintf(words, DELAY_SIZE, "%llu s", (unsigned long long)s);
	else if (s < 7200)
		snprintf(words, DELAY_SIZE, "%llu min",
			 (unsigned long long)(s + 30) / 60);
	else
		snprintf(words, DELAY_SIZE, "%llu h",
			 (unsigned long long)(s + 1800) / 3600);
}

/* ${advice} may be NULL. */
static void
report_failed(struct acme_certificate *c, const char *advice)
{
	const char *text = c->applicant.refusal.fault.text;
	char delay[DELAY_SIZE];

	write_delay(acme_certificate_pause_us(c), delay);
	acme_log(ACME_LOG_ERR,
		 "%s: no new certificate: %s%s%s; next attempt in %s",
		 acme_certificate_name(c), text, advice && *advice ? "; " : "",
		 advice ? advice : "", delay);
	report(c, ACME_PROGRESS_FAILED, text);
}

void
acme_certificate_report_failed(struct acme_certificate *c,
			       struct sm_event *event)
{
	(void)event;
	report_failed(c, NULL);
}

void
acme_certificate_report_to_operator(struct acme_certificate *c,
				    struct sm_event *event)
{
	(void)event;
	report_failed(c, acme_advice(c->applicant.refusal.problem));
}

void
acme_certificate_tell_held(struct acme_certificate *c, struct sm_event *event)
{
	char delay[DELAY_SIZE];

	(void)event;
	write_delay(acme_certificate_until_attempt_us(c), delay);
	acme_log(ACME_LOG_NOTICE,
		 "%s: earlier attempts failed (%u); next attempt in %s",
		 acme_certificate_name(c), c->applicant.state.n_failures,
		 delay);
}
