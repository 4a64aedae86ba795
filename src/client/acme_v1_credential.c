/* SPDX-License-Identifier: MIT */
/*
 * What acme_v1.flow asks of the worker and of the store: the certificate's
 * key, the CSR, and whether the chain is what was asked for.
 */
#include "client/acme_v1.h"

#include "client/applicant.h"
#include "client/jobs.h"

static struct acme_asker
asker(struct acme_v1 *v1, uint8_t done, uint8_t failed)
{
	return (struct acme_asker){ &v1->sm.sm, done, failed };
}

struct sm *
acme_v1_request(struct acme_v1 *v1, unsigned int item)
{
	(void)item;
	return acme_credential_request(&v1->credential);
}

void
acme_v1_note_credential(struct acme_v1 *v1, struct sm_event *event)
{
	(void)event;
	v1->fault = v1->credential.fault;
}

void
acme_v1_check_chain(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_asker by = asker(v1, ACME_V1_CHECKED, ACME_V1_UNCHECKED);

	(void)event;
	acme_job_check_chain(v1->applicant->port,
			     acme_buf_span(&v1->credential.chain),
			     v1->credential.key, v1->applicant->config, &by);
}

void
acme_v1_keep_info(struct acme_v1 *v1, struct sm_event *event)
{
	v1->credential.info = *acme_v1_checked(event);
}
