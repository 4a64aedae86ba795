/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of order_csr.flow and order_key.flow
 * (RFC 8555 §7.4).  What is slow runs in the worker.
 */
#include "client/order/order_csr.h"

#include "client/enrollment/enrollment.h"
#include "client/jobs.h"

void
acme_order_csr_init(struct acme_order_csr *c,
		    struct acme_enrollment *enrollment)
{
	*c = (struct acme_order_csr){
		.enrollment = enrollment,
		.key_pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX),
		.chain = ACME_BUF_INIT(ACME_CHAIN_TEXT_MAX),
	};
}

void
acme_order_csr_clear(struct acme_order_csr *c)
{
	sm_stop(&c->order_csr_sm.sm);
	sm_stop(&c->order_key_sm.sm);
	acme_key_unref(c->key);
	acme_secret_clear(&c->key_pem);
	acme_buf_clear(&c->csr);
	acme_buf_clear(&c->chain);
	*c = (struct acme_order_csr){ .enrollment = NULL };
}

struct sm *
acme_order_csr_request(struct acme_order_csr *c)
{
	order_csr_sm_init(&c->order_csr_sm, c);
	return &c->order_csr_sm.sm;
}

struct sm *
acme_order_csr_recall(struct acme_order_csr *c)
{
	order_key_sm_init(&c->order_key_sm, c);
	return &c->order_key_sm.sm;
}

bool
acme_order_csr_key_fits(const struct acme_order_csr *c)
{
	return c->key &&
	       acme_key_type(c->key) == c->enrollment->config->key_type;
}

/* Actions: a key */

static void
keep_key(struct acme_order_csr *c, const struct acme_key_box *box)
{
	acme_key_unref(c->key);
	c->key = box ? acme_key_ref(box->key) : NULL;
}

void
acme_order_csr_generate_key(struct acme_order_csr *c,
			    const struct sm_requester *requester)
{
	acme_job_generate_key(c->enrollment->port,
			      c->enrollment->config->key_type, requester);
}

void
acme_order_csr_keep_new_key(struct acme_order_csr *c,
			    const struct acme_key_box *box)
{
	keep_key(c, box);
}

void
acme_order_csr_store_key(struct acme_order_csr *c,
			 const struct sm_requester *requester)
{
	struct acme_port *port = c->enrollment->port;

	acme_secret_clear(&c->key_pem);
	if (!c->key || acme_key_to_pem(c->key, &c->key_pem))
		sm_answer(requester->sm, ORDER_CSR_KEY_FAILED, NULL);
	else
		port->store_put(port, ACME_RECORD_ORDER_KEY, NULL,
				acme_buf_span(&c->key_pem.buf), requester);
}

void
acme_order_csr_load_key(struct acme_order_csr *c,
			const struct sm_requester *requester)
{
	struct acme_port *port = c->enrollment->port;

	port->store_get(port, ACME_RECORD_ORDER_KEY, NULL, requester);
}

void
acme_order_csr_keep_pem(struct acme_order_csr *c, struct acme_stored *stored)
{
	acme_secret_clear(&c->key_pem);
	if (!stored)
		return;
	c->key_pem = stored->key;
	stored->key = (struct acme_secret)ACME_SECRET_INIT(0);
	acme_stored_free(stored);
}

void
acme_order_csr_read_key(struct acme_order_csr *c,
			const struct sm_requester *requester)
{
	acme_job_read_pem(c->enrollment->port, &c->key_pem, requester);
}

void
acme_order_csr_keep_key(struct acme_order_csr *c,
			const struct acme_key_box *box)
{
	keep_key(c, box);
}

/* Actions: the CSR */

void
acme_order_csr_report_csr(struct acme_order_csr *c)
{
	acme_enrollment_report(c->enrollment, ACME_PROGRESS_CREATE_REQUEST,
			       c->enrollment->state.order_url);
}

void
acme_order_csr_make_csr(struct acme_order_csr *c,
			const struct sm_requester *requester)
{
	acme_job_make_csr(c->enrollment->port, c->key, c->enrollment->config,
			  requester);
}

void
acme_order_csr_keep_csr(struct acme_order_csr *c, struct acme_text *text)
{
	acme_buf_clear(&c->csr);
	if (!text)
		return;
	c->csr = text->buf;
	text->buf = (struct acme_buf)ACME_BUF_INIT(0);
	acme_text_free(text);
}

/* Actions: why it failed */

void
acme_order_csr_note_fault(struct acme_order_csr *c,
			  const struct acme_fault *fault)
{
	acme_fault_copy(&c->enrollment->failure.fault, fault);
}

void
acme_order_csr_note_timeout(struct acme_order_csr *c, const char *sentence)
{
	acme_fault_set(&c->enrollment->failure.fault, ACME_ERR_SYSTEM, "%s",
		       sentence);
}

struct acme_failure *
acme_order_csr_give_acme_failure(struct acme_order_csr *c)
{
	return acme_failure_or_null(&c->enrollment->failure);
}
