/* SPDX-License-Identifier: MIT */
/*
 * The actions of acme_v2.flow about the certificate: its key and its CSR, and
 * the chain, which the worker checks (RFC 8555 §7.4).
 */
#include "client/acme_v2.h"

#include "client/applicant.h"
#include "client/jobs.h"

struct sm *
acme_v2_old_key(struct acme_v2 *v2, unsigned int item)
{
	(void)item;
	return acme_credential_recall(&v2->credential);
}

struct sm *
acme_v2_request(struct acme_v2 *v2, unsigned int item)
{
	(void)item;
	return acme_credential_request(&v2->credential);
}

void
acme_v2_note_credential(struct acme_v2 *v2, struct sm_event *event)
{
	(void)event;
	v2->fault = v2->credential.fault;
}

void
acme_v2_read_chain(struct acme_v2 *v2, struct sm_event *event)
{
	struct acme_buf *body = &v2->exchange.answer->body;

	(void)event;
	acme_buf_clear(&v2->credential.chain);
	v2->credential.chain = *body;
	*body = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_v2_check_chain(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &v2->sm.sm,
					  .done = ACME_V2_CHECKED,
					  .failed = ACME_V2_UNCHECKED };

	(void)event;
	acme_job_check_chain(v2->applicant->port,
			     acme_buf_span(&v2->credential.chain),
			     v2->credential.key, v2->applicant->config, &asker);
}

void
acme_v2_keep_info(struct acme_v2 *v2, struct sm_event *event)
{
	v2->credential.info = *acme_v2_checked(event);
}
