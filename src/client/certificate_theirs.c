/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow about files that another ACME
 * client keeps: certificate.flow only reads them.
 */
#include "base/log.h"
#include "client/certificate_private.h"

static const char *
owner(const struct acme_certificate *c)
{
	return c->applicant.port->kept_by(c->applicant.port);
}

bool
acme_certificate_kept_by_another(const struct acme_certificate *c,
				 const struct sm_event *event)
{
	(void)event;
	return owner(c);
}

/* Is it another pair than the one that is served? */
bool
acme_certificate_differs(const struct acme_certificate *c,
			 const struct sm_event *event)
{
	const struct acme_stored *stored = certificate_loaded(event);

	return stored && (!acme_span_equal(acme_buf_span(&stored->chain),
					   acme_buf_span(&c->chain)) ||
			  !acme_span_equal(acme_buf_span(&stored->key.buf),
					   acme_buf_span(&c->key_pem.buf)));
}

/* Two lines: each is whole where a log cuts long ones. */
static void
log_theirs(const struct acme_certificate *c, enum acme_log_level level,
	   const char *how)
{
	struct acme_buf what = ACME_BUF_INIT(1024);

	if (acme_buf_addf(&what,
			  "%s; %s keeps its files and renews it, and they are "
			  "never written here",
			  how, owner(c)))
		return;
	acme_certificate_log_held(c, level, what.data);
	acme_buf_clear(&what);
	acme_log(level,
		 "%s: to have certificates got here, give cert-path and "
		 "key-path of your own, such as /etc/acme/crt.pem, and stop %s "
		 "for these names",
		 acme_certificate_name(c), owner(c));
}

void
acme_certificate_tell_theirs(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	log_theirs(c, ACME_LOG_NOTICE, "is served");
}

void
acme_certificate_warn_expired_theirs(struct acme_certificate *c,
				     struct sm_event *event)
{
	(void)event;
	log_theirs(c, ACME_LOG_ERR, "has expired, and is served on");
}

void
acme_certificate_warn_unserved_theirs(struct acme_certificate *c,
				      struct sm_event *event)
{
	(void)event;
	acme_log(ACME_LOG_ERR,
		 "%s: the certificate that %s keeps can't be served, which is "
		 "tried again: %s",
		 acme_certificate_name(c), owner(c),
		 c->applicant.refusal.fault.text);
}
