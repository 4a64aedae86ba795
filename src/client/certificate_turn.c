/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow about other processes that share
 * the files: one of them renews, and the others take what it got.
 */
#include "base/log.h"
#include "client/certificate_private.h"
#include "crypto/leaf.h"

bool
acme_certificate_gained(const struct acme_certificate *c,
			const struct sm_event *event)
{
	const struct acme_turn *turn = certificate_ours(event);

	(void)c;
	return turn && turn->gained;
}

/* Does the pair live longer than the one that is served? */
bool
acme_certificate_newer(const struct acme_certificate *c,
		       const struct sm_event *event)
{
	const struct acme_stored *stored = certificate_loaded(event);
	struct acme_port *port = c->applicant.port;
	struct acme_cert_info info;

	return stored &&
	       !acme_leaf_info(acme_buf_span(&stored->chain), &info, NULL) &&
	       strcmp(info.serial, c->served.serial) != 0 &&
	       info.not_after_s > c->served.not_after_s &&
	       info.not_after_s > port->now_s(port);
}

void
acme_certificate_ask_lease(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_OURS,
					  .failed = CERTIFICATE_THEIRS };
	struct acme_port *port = c->applicant.port;

	(void)event;
	port->ask_lease(port, &asker);
}

void
acme_certificate_offer_lease(struct acme_certificate *c, struct sm_event *event)
{
	struct acme_port *port = c->applicant.port;

	(void)event;
	port->offer_lease(port);
}

void
acme_certificate_report_taken(struct acme_certificate *c,
			      struct sm_event *event)
{
	struct acme_port *port = c->applicant.port;

	(void)event;
	acme_log(ACME_LOG_NOTICE,
		 "%s: serving certificate %s of %s, which another process got",
		 acme_certificate_name(c), c->held.serial, c->held.issuer);
	port->report(port, ACME_PROGRESS_ISSUED, c->held.serial);
}

void
acme_certificate_warn_untaken(struct acme_certificate *c,
			      struct sm_event *event)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, certificate_uninstalled(event));
	acme_log(ACME_LOG_WARN,
		 "%s: a certificate that another process got is not served: %s",
		 acme_certificate_name(c), fault.text);
}
