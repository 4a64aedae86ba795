/* SPDX-License-Identifier: MIT */
/*
 * Each job copies its inputs, run() works on them in the worker, and finish()
 * answers on the loop's thread.  A job knows no flow and no state.
 */
#include "client/jobs.h"

#include <stdlib.h>

#define JWS_MAX (256 * 1024)
#define CSR_MAX (64 * 1024)

struct job {
	struct acme_job job; /* first: what the port knows of it */
	struct sm_request request;
	/* what it works on */
	struct acme_key *key;
	struct acme_config *config;
	enum acme_key_type type;
	struct acme_secret secret;
	struct acme_buf text;
	char *kid, *nonce, *url;
	/* what it makes: one of these, or the fault */
	enum acme_err err;
	struct acme_fault fault;
	struct acme_key *made_key;
	struct acme_buf made;
	struct acme_issued *issued;
	void *(*payload)(struct job *job);
};

static void
job_free(struct job *job)
{
	acme_key_unref(job->key);
	acme_key_unref(job->made_key);
	acme_config_unref(job->config);
	acme_issued_free(job->issued);
	acme_secret_clear(&job->secret);
	acme_buf_clear(&job->text);
	acme_buf_clear(&job->made);
	free(job->kid);
	free(job->nonce);
	free(job->url);
	free(job);
}

/* What copies and writes for the job names no more than a class. */
static void
name_fault(struct job *job)
{
	if (!job->fault.text[0])
		acme_fault_set(&job->fault, job->err, "%s",
			       job->err == ACME_ERR_MEMORY
				       ? "out of memory"
				       : "a key or a text is too long");
}

static void
finish(struct acme_job *base)
{
	struct job *job = (struct job *)base;
	void *payload = job->err ? NULL : job->payload(job);

	if (job->err)
		name_fault(job);
	if (payload)
		sm_request_done(&job->request, payload);
	else if (job->err)
		sm_request_failed(
			&job->request,
			acme_fault_new(job->err, "%s", job->fault.text));
	else
		sm_request_failed(&job->request, NULL);
	job_free(job);
}

/* NULL where memory is short, and then the requester has been told. */
static struct job *
job_new(const struct sm_requester *requester, void (*run)(struct acme_job *),
	void *(*payload)(struct job *))
{
	struct job *job = calloc(1, sizeof(*job));

	if (!job) {
		sm_answer(requester->sm, requester->failed, NULL);
		return NULL;
	}
	job->job.run = run;
	job->job.finish = finish;
	job->payload = payload;
	sm_request_init(&job->request, requester);
	return job;
}

/* Without one, the job fails. */
static void
take_key(struct job *job, struct acme_key *key)
{
	if (key)
		job->key = acme_key_ref(key);
	else
		job->err = acme_fault_set(&job->fault, ACME_ERR_INVALID,
					  "there is no key");
}

static char *
copy(const char *text)
{
	return text ? acme_span_dup(acme_span_str(text)) : NULL;
}

static void *
key_payload(struct job *job)
{
	struct acme_key_box *box = calloc(1, sizeof(*box));

	if (!box)
		return NULL;
	box->key = job->made_key;
	job->made_key = NULL;
	return box;
}

static void *
text_payload(struct job *job)
{
	struct acme_text *text = acme_text_new(job->made.limit);

	if (!text)
		return NULL;
	text->buf = job->made;
	job->made = (struct acme_buf)ACME_BUF_INIT(0);
	return text;
}

static void *
issued_payload(struct job *job)
{
	struct acme_issued *issued = job->issued;

	job->issued = NULL;
	return issued;
}

static void
run_generate_key(struct acme_job *base)
{
	struct job *job = (struct job *)base;

	job->err = acme_key_generate(job->type, &job->made_key, &job->fault);
}

void
acme_job_generate_key(struct acme_port *port, enum acme_key_type type,
		      const struct sm_requester *requester)
{
	struct job *job = job_new(requester, run_generate_key, key_payload);

	if (!job)
		return;
	job->type = type;
	port->work(port, &job->job);
}

static void
run_read_key(struct acme_job *base)
{
	struct job *job = (struct job *)base;

	if (!job->err)
		job->err = acme_key_from_jwk(acme_buf_span(&job->secret.buf),
					     &job->made_key, &job->fault);
}

static void
run_read_pem(struct acme_job *base)
{
	struct job *job = (struct job *)base;

	if (!job->err)
		job->err = acme_key_from_pem(acme_buf_span(&job->secret.buf),
					     &job->made_key, &job->fault);
}

static void
read_key(struct acme_port *port, const struct acme_secret *text,
	 void (*run)(struct acme_job *), const struct sm_requester *requester)
{
	struct job *job = job_new(requester, run, key_payload);

	if (!job)
		return;
	job->secret = (struct acme_secret)ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	job->err = acme_buf_add(&job->secret.buf, acme_buf_span(&text->buf));
	port->work(port, &job->job);
}

void
acme_job_read_key(struct acme_port *port, const struct acme_secret *jwk,
		  const struct sm_requester *requester)
{
	read_key(port, jwk, run_read_key, requester);
}

void
acme_job_read_pem(struct acme_port *port, const struct acme_secret *pem,
		  const struct sm_requester *requester)
{
	read_key(port, pem, run_read_pem, requester);
}

static void
run_sign(struct acme_job *base)
{
	struct job *job = (struct job *)base;
	const struct acme_jws_header header = { .kid = job->kid,
						.nonce = job->nonce,
						.url = job->url };

	if (!job->err)
		job->err = acme_jws_sign(job->key, &header,
					 acme_buf_span(&job->text), &job->made,
					 &job->fault);
}

void
acme_job_sign(struct acme_port *port, struct acme_key *key,
	      const struct acme_jws_header *header, struct acme_span payload,
	      const struct sm_requester *requester)
{
	struct job *job = job_new(requester, run_sign, text_payload);

	if (!job)
		return;
	take_key(job, key);
	job->kid = copy(header->kid);
	job->nonce = copy(header->nonce);
	job->url = copy(header->url);
	job->text.limit = JWS_MAX;
	job->made.limit = JWS_MAX;
	if (!job->err)
		job->err = acme_buf_add(&job->text, payload);
	if (!job->nonce || !job->url || (header->kid && !job->kid))
		job->err = ACME_ERR_MEMORY;
	port->work(port, &job->job);
}

static void
run_make_csr(struct acme_job *base)
{
	struct job *job = (struct job *)base;

	if (job->err)
		return;
	job->err = acme_csr_make(job->key, &job->config->subject,
				 acme_config_names(job->config),
				 job->config->n_names, &job->made, &job->fault);
}

void
acme_job_make_csr(struct acme_port *port, struct acme_key *key,
		  struct acme_config *config,
		  const struct sm_requester *requester)
{
	struct job *job = job_new(requester, run_make_csr, text_payload);

	if (!job)
		return;
	take_key(job, key);
	job->config = acme_config_ref(config);
	job->made.limit = CSR_MAX;
	port->work(port, &job->job);
}

static void
run_check_chain(struct acme_job *base)
{
	struct job *job = (struct job *)base;

	if (job->err)
		return;
	job->err = acme_chain_issued(acme_buf_span(&job->text), job->key,
				     acme_config_names(job->config),
				     job->config->n_names, &job->issued->chain,
				     &job->issued->info, &job->fault);
	if (!job->err)
		return;
	name_fault(job);
	acme_fault_in(&job->fault, job->err, "issued certificate");
}

void
acme_job_check_chain(struct acme_port *port, struct acme_span chain,
		     struct acme_key *key, struct acme_config *config,
		     const struct sm_requester *requester)
{
	struct job *job = job_new(requester, run_check_chain, issued_payload);

	if (!job)
		return;
	take_key(job, key);
	job->config = acme_config_ref(config);
	job->text.limit = chain.len;
	job->issued = acme_issued_new();
	if (!job->issued)
		job->err = ACME_ERR_MEMORY;
	else if (!job->err)
		job->err = acme_buf_add(&job->text, chain);
	port->work(port, &job->job);
}
