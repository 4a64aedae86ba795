/* SPDX-License-Identifier: MIT */
/*
 * The actions of acme_v2.flow about the certificate's key, the CSR and the
 * chain: the slow work is the worker's (RFC 8555 §7.4).
 */
#include "client/acme_v2.h"

#include "client/applicant.h"
#include "client/jobs.h"

void
acme_v2_generate_key(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &v2->sm.sm,
					  .done = ACME_V2_KEYED,
					  .failed = ACME_V2_UNKEYED };

	(void)event;
	acme_job_make_key(v2->applicant->port, v2->applicant->config->key_type,
			  &asker);
}

void
acme_v2_keep_new_key(struct acme_v2 *v2, struct sm_event *event)
{
	struct acme_key_box *box = acme_v2_keyed(event);

	acme_key_unref(v2->key);
	v2->key = acme_key_ref(box->key);
}

void
acme_v2_store_key(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &v2->sm.sm,
					  .done = ACME_V2_KEPT,
					  .failed = ACME_V2_UNKEPT };
	struct acme_port *port = v2->applicant->port;

	(void)event;
	acme_secret_clear(&v2->key_pem);
	if (acme_key_to_pem(v2->key, &v2->key_pem))
		acme_v2_post_unkept(&v2->sm, NULL);
	else
		port->store_put(port, ACME_RECORD_NEW_KEY, NULL,
				acme_buf_span(&v2->key_pem.buf), &asker);
}

void
acme_v2_make_csr(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &v2->sm.sm,
					  .done = ACME_V2_CSR,
					  .failed = ACME_V2_UNREQUESTED };

	(void)event;
	acme_job_make_csr(v2->applicant->port, v2->key, v2->applicant->config,
			  &asker);
}

void
acme_v2_keep_csr(struct acme_v2 *v2, struct sm_event *event)
{
	struct acme_text *text = acme_v2_csr(event);

	acme_buf_clear(&v2->csr);
	v2->csr = text->buf;
	text->buf = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_v2_read_chain(struct acme_v2 *v2, struct sm_event *event)
{
	struct acme_buf *body = &v2->exchange.answer->body;

	(void)event;
	acme_buf_clear(&v2->chain);
	v2->chain = *body;
	*body = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_v2_check_chain(struct acme_v2 *v2, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &v2->sm.sm,
					  .done = ACME_V2_CHECKED,
					  .failed = ACME_V2_UNCHECKED };

	(void)event;
	acme_job_check_chain(v2->applicant->port, acme_buf_span(&v2->chain),
			     v2->key, v2->applicant->config, &asker);
}

void
acme_v2_keep_info(struct acme_v2 *v2, struct sm_event *event)
{
	v2->info = *acme_v2_checked(event);
}
