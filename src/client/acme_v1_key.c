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

void
acme_v1_generate_key(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_asker by = asker(v1, ACME_V1_KEYED, ACME_V1_UNKEYED);

	(void)event;
	acme_job_make_key(v1->applicant->port, v1->applicant->config->key_type,
			  &by);
}

void
acme_v1_keep_new_key(struct acme_v1 *v1, struct sm_event *event)
{
	acme_key_unref(v1->key);
	v1->key = acme_key_ref(acme_v1_keyed(event)->key);
}

void
acme_v1_store_key(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_asker by = asker(v1, ACME_V1_KEPT, ACME_V1_UNKEPT);
	struct acme_port *port = v1->applicant->port;

	(void)event;
	if (acme_key_to_pem(v1->key, &v1->key_pem))
		acme_v1_post_unkept(&v1->sm, NULL);
	else
		port->store_put(port, ACME_RECORD_NEW_KEY, NULL,
				acme_buf_span(&v1->key_pem.buf), &by);
}

void
acme_v1_make_csr(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_asker by = asker(v1, ACME_V1_CSR, ACME_V1_UNREQUESTED);

	(void)event;
	acme_job_make_csr(v1->applicant->port, v1->key, v1->applicant->config,
			  &by);
}

void
acme_v1_keep_csr(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_text *text = acme_v1_csr(event);

	v1->csr = text->buf;
	text->buf = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_v1_check_chain(struct acme_v1 *v1, struct sm_event *event)
{
	struct acme_asker by = asker(v1, ACME_V1_CHECKED, ACME_V1_UNCHECKED);

	(void)event;
	acme_job_check_chain(v1->applicant->port, acme_buf_span(&v1->chain),
			     v1->key, v1->applicant->config, &by);
}

void
acme_v1_keep_info(struct acme_v1 *v1, struct sm_event *event)
{
	v1->info = *acme_v1_checked(event);
}
