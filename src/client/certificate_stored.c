/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow about the pair that is there:
 * whether it is what is wanted, and what is told where our own machine keeps
 * us from reading, installing or seeing it.
 */
#include "base/log.h"
#include "client/certificate_private.h"
#include "crypto/leaf.h"

#define NAMES_MAX 512 /* of the log's line */

/* Does it say nothing of the pair or the server, but of this machine? */
bool
acme_certificate_own_fault(const struct acme_certificate *c,
			   const struct sm_event *event)
{
	const struct acme_fault *fault = event->payload;

	(void)c;
	return !fault || fault->err == ACME_ERR_SYSTEM ||
	       fault->err == ACME_ERR_MEMORY;
}

static enum acme_err
check_fits(const struct acme_certificate *c, struct acme_fault *fault)
{
	const struct acme_config *config = c->applicant.config;

	return acme_leaf_fits(acme_buf_span(&c->chain),
			      acme_config_names(config), config->n_names,
			      config->key_type_given ? config->key_type
						     : ACME_KEY__MAX,
			      fault);
}

/* Is it for other names, or of another key type than the operator gave? */
bool
acme_certificate_unfit(const struct acme_certificate *c,
		       const struct sm_event *event)
{
	(void)event;
	return check_fits(c, NULL);
}

static bool
is_recorded(const struct acme_certificate *c)
{
	return !strcmp(c->applicant.state.certificate, c->served.serial);
}

/* By another directory, or for another account; one whose key was lost, and
 * made anew, is no other. */
static bool
is_of_another(const struct acme_certificate *c)
{
	return is_recorded(c) && c->applicant.state.origin[0] &&
	       strcmp(c->applicant.state.origin, c->applicant.tags.origin) != 0;
}

/* The server has another one than the files, or the state knows that it is not
 * what the operator wants now, or that another one was ordered. */
bool
acme_certificate_changed(const struct acme_certificate *c,
			 const struct sm_event *event)
{
	(void)event;
	return strcmp(c->served.serial, c->held.serial) != 0 ||
	       (c->applicant.state.order_url && !is_recorded(c)) ||
	       (is_of_another(c) && !c->applicant.ca->key_was_made);
}

bool
acme_certificate_recorded(const struct acme_certificate *c,
			  const struct sm_event *event)
{
	(void)event;
	return is_recorded(c) && !is_of_another(c);
}

/* By what was seen last, or else by the pair that we have. */
void
acme_certificate_note_unprobed(struct acme_certificate *c,
			       struct sm_event *event)
{
	(void)event;
	if (c->held.not_after_s)
		c->served = c->held;
}

static void
warn(const struct acme_certificate *c, const char *what)
{
	acme_log(ACME_LOG_WARN, "%s: %s: %s", acme_certificate_name(c), what,
		 c->applicant.refusal.fault.text);
}

void
acme_certificate_warn_unread(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	warn(c, "the stored certificate can't be read, which is tried again; "
		"no new one is ordered meanwhile");
}

void
acme_certificate_warn_uninstalled(struct acme_certificate *c,
				  struct sm_event *event)
{
	(void)event;
	warn(c, "the new certificate is not served yet, which is tried again");
}

void
acme_certificate_warn_unseen(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	acme_log(ACME_LOG_WARN,
		 "%s: certificate %s is installed; whether visitors get it "
		 "could not be seen, and is looked at again",
		 acme_certificate_name(c), c->held.serial);
}

/* Without a pair of ours there is nothing that they could get. */
void
acme_certificate_warn_unprobed(struct acme_certificate *c,
			       struct sm_event *event)
{
	const struct acme_fault *fault = event->payload;

	if (c->held.not_after_s)
		acme_log(ACME_LOG_WARN,
			 "%s: whether visitors get certificate %s could not be "
			 "seen: %s; it is installed, so that they are assumed "
			 "to",
			 acme_certificate_name(c), c->held.serial,
			 fault ? fault->text
			       : "the running server did not answer in time");
}

void
acme_certificate_tell_unfit(struct acme_certificate *c, struct sm_event *event)
{
	struct acme_fault fault = { .text = "" };

	(void)event;
	if (check_fits(c, &fault))
		acme_log(ACME_LOG_NOTICE,
			 "%s: certificate %s is served until there is a new "
			 "one: %s",
			 acme_certificate_name(c), c->held.serial, fault.text);
}

void
acme_certificate_tell_adopted(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	acme_certificate_log_held(c, ACME_LOG_NOTICE,
				  "is good, and kept: none is ordered");
}

/* All that an operator knows it by. */
void
acme_certificate_log_held(const struct acme_certificate *c,
			  enum acme_log_level level, const char *what)
{
	struct acme_buf names = ACME_BUF_INIT(NAMES_MAX);
	char until[ACME_CERT_TIME_MAX];
	bool cut;

	acme_cert_time_text(c->held.not_after_s, until);
	cut = acme_leaf_names(acme_buf_span(&c->chain), &names, NULL);
	acme_log(level,
		 "%s: certificate %s of %s, valid until %s, for %s%s: %s",
		 acme_certificate_name(c), c->held.serial, c->held.issuer,
		 until, acme_buf_str(&names), cut ? " ..." : "", what);
	acme_buf_clear(&names);
}
