/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow about a pair's way to the disk.
 * One that can't be kept stays in memory, as what is served does, until it can
 * be or a newer one is there; its key is wiped with it.
 */
#include "base/log.h"
#include "client/certificate_private.h"

bool
acme_certificate_unkept(const struct acme_certificate *c,
			const struct sm_event *event)
{
	(void)event;
	return c->unkept.err;
}

void
acme_certificate_commit(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_COMMITTED,
					  .failed = CERTIFICATE_UNCOMMITTED };

	(void)event;
	c->applicant.port->store_commit(c->applicant.port,
					acme_buf_span(&c->chain), &c->key_pem,
					&asker);
}

/* Served all the same, and lost at the next start: the operator must know. */
static void
log_not_kept(const struct acme_certificate *c, enum acme_log_level level,
	     const char *still)
{
	acme_log(level,
		 "%s: certificate %s is served from memory, and %snot saved "
		 "yet, which is tried again each minute: %s",
		 acme_certificate_name(c), c->issued.serial, still,
		 c->unkept.text);
}

void
acme_certificate_note_not_kept(struct acme_certificate *c,
			       struct sm_event *event)
{
	acme_fault_copy(&c->unkept, certificate_uncommitted(event));
	log_not_kept(c, ACME_LOG_ERR, "");
}

void
acme_certificate_note_slow_store(struct acme_certificate *c,
				 struct sm_event *event)
{
	(void)event;
	acme_fault_set(&c->unkept, ACME_ERR_SYSTEM,
		       "the disk did not answer in time");
	log_not_kept(c, ACME_LOG_ERR, "");
}

/* The same reason is not told twice. */
void
acme_certificate_note_still_unkept(struct acme_certificate *c,
				   struct sm_event *event)
{
	struct acme_fault before = c->unkept;

	acme_fault_copy(&c->unkept, certificate_uncommitted(event));
	if (strcmp(c->unkept.text, before.text))
		log_not_kept(c, ACME_LOG_WARN, "still ");
}

void
acme_certificate_note_kept(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	if (c->unkept.err)
		acme_log(ACME_LOG_NOTICE, "%s: certificate %s is saved now",
			 acme_certificate_name(c), c->issued.serial);
	c->unkept.err = ACME_OK;
}
