/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow.
 */
#include "client/certificate_private.h"

#include "client/jobs.h"

#include <stdlib.h>

#define CHAIN_MAX (256 * 1024)

struct acme_certificate *
acme_certificate_new(struct acme_config *config, struct acme_port *port,
		     struct sm_loop *loop)
{
	struct acme_certificate *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->key_pem = (struct acme_secret)ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	c->chain = (struct acme_buf)ACME_BUF_INIT(CHAIN_MAX);
	certificate_sm_init(&c->sm, c);
	acme_applicant_init(&c->applicant, &c->ca, config, port);
	if (acme_ca_init(&c->ca, config->directory_url, config->ca_file, port,
			 loop)) {
		acme_certificate_free(c);
		return NULL;
	}
	return c;
}

void
acme_certificate_start(struct acme_certificate *c)
{
	sm_start(&c->sm.sm, c->applicant.ca->loop);
}

void
acme_certificate_free(struct acme_certificate *c)
{
	if (!c)
		return;
	sm_stop(&c->sm.sm);
	acme_v2_clear(&c->order);
	acme_v1_clear(&c->order_v1);
	acme_exchange_clear(&c->exchange);
	acme_applicant_clear(&c->applicant);
	acme_ca_clear(&c->ca);
	acme_stored_free(c->stored);
	acme_secret_clear(&c->key_pem);
	acme_buf_clear(&c->chain);
	free(c);
}

/* Guards */

bool
acme_certificate_missing(const struct acme_certificate *c,
			 const struct sm_event *event)
{
	const struct acme_fault *fault = certificate_unloaded(event);

	(void)c;
	return fault && fault->err == ACME_ERR_NOT_FOUND;
}

bool
acme_certificate_is_new(const struct acme_certificate *c,
			const struct sm_event *event)
{
	return !strcmp(certificate_served(event)->serial, c->issued.serial);
}

bool
acme_certificate_directory_known(const struct acme_certificate *c,
				 const struct sm_event *event)
{
	(void)event;
	return c->applicant.ca->directory.new_order ||
	       c->applicant.ca->directory.new_reg;
}

bool
acme_certificate_speaks_v2(const struct acme_certificate *c,
			   const struct sm_event *event)
{
	(void)event;
	return c->applicant.ca->directory.new_order;
}

bool
acme_certificate_speaks_v1(const struct acme_certificate *c,
			   const struct sm_event *event)
{
	(void)event;
	return c->applicant.ca->directory.new_reg;
}

bool
acme_certificate_account_keyed(const struct acme_certificate *c,
			       const struct sm_event *event)
{
	(void)event;
	return c->applicant.ca->account_key && c->applicant.ca->thumbprint.len;
}

/* Actions: the account key */

void
acme_certificate_load_account_key(struct acme_certificate *c,
				  struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_LOADED,
					  .failed = CERTIFICATE_UNLOADED };

	(void)event;
	c->applicant.port->store_get(c->applicant.port, ACME_RECORD_ACCOUNT_KEY,
				     NULL, &asker);
}

void
acme_certificate_keep_stored_key(struct acme_certificate *c,
				 struct sm_event *event)
{
	acme_stored_free(c->stored);
	c->stored = sm_event_take(event);
}

void
acme_certificate_read_account_key(struct acme_certificate *c,
				  struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_KEYED,
					  .failed = CERTIFICATE_UNKEYED };

	(void)event;
	acme_job_read_key(c->applicant.port, &c->stored->key, &asker);
	acme_secret_clear(&c->stored->key);
}

void
acme_certificate_make_account_key(struct acme_certificate *c,
				  struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_KEYED,
					  .failed = CERTIFICATE_UNKEYED };

	(void)event;
	acme_job_make_key(c->applicant.port,
			  c->applicant.config->account_key_type, &asker);
}

void
acme_certificate_keep_account_key(struct acme_certificate *c,
				  struct sm_event *event)
{
	if (acme_ca_set_key(c->applicant.ca, certificate_keyed(event)->key) ||
	    acme_applicant_set_tag(&c->applicant))
		acme_certificate_note_no_key(c, event);
}

void
acme_certificate_save_account_key(struct acme_certificate *c,
				  struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_SAVED,
					  .failed = CERTIFICATE_UNSAVED };
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_port *port = c->applicant.port;

	(void)event;
	if (acme_key_to_jwk(c->applicant.ca->account_key, &jwk))
		certificate_post_unsaved(&c->sm, NULL);
	else
		port->store_put(port, ACME_RECORD_ACCOUNT_KEY, NULL,
				acme_buf_span(&jwk.buf), &asker);
	acme_secret_clear(&jwk);
}

/* Actions: the pair */

static void
keep(struct acme_certificate *c, struct acme_secret *key,
     struct acme_buf *chain)
{
	acme_secret_clear(&c->key_pem);
	acme_buf_clear(&c->chain);
	c->key_pem = *key;
	c->chain = *chain;
	*key = (struct acme_secret)ACME_SECRET_INIT(0);
	*chain = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_certificate_load_pair(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_LOADED,
					  .failed = CERTIFICATE_UNLOADED };

	(void)event;
	c->applicant.port->store_get(c->applicant.port, ACME_RECORD_PAIR, NULL,
				     &asker);
}

void
acme_certificate_keep_pair(struct acme_certificate *c, struct sm_event *event)
{
	struct acme_stored *stored = certificate_loaded(event);

	keep(c, &stored->key, &stored->chain);
}

void
acme_certificate_take_order(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	keep(c, &c->order.credential.key_pem, &c->order.credential.chain);
	c->issued = c->order.credential.info;
	acme_v2_clear(&c->order);
}

void
acme_certificate_take_order_v1(struct acme_certificate *c,
			       struct sm_event *event)
{
	(void)event;
	keep(c, &c->order_v1.credential.key_pem, &c->order_v1.credential.chain);
	c->issued = c->order_v1.credential.info;
	acme_v1_clear(&c->order_v1);
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

void
acme_certificate_install(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_INSTALLED,
					  .failed = CERTIFICATE_UNINSTALLED };

	(void)event;
	c->applicant.port->install(c->applicant.port, acme_buf_span(&c->chain),
				   &c->key_pem, &asker);
}

void
acme_certificate_probe(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_SERVED,
					  .failed = CERTIFICATE_UNSERVED };

	(void)event;
	c->applicant.port->probe(c->applicant.port, &asker);
}

/* Runs */

struct sm *
acme_certificate_get_directory(struct acme_certificate *c, unsigned int item)
{
	(void)item;
	return acme_exchange_prepare(&c->exchange, c->applicant.ca,
				     ACME_EXCHANGE_GET,
				     c->applicant.config->directory_url);
}

struct sm *
acme_certificate_order(struct acme_certificate *c, unsigned int item)
{
	(void)item;
	return acme_v2_prepare(&c->order, &c->applicant);
}

struct sm *
acme_certificate_order_v1(struct acme_certificate *c, unsigned int item)
{
	(void)item;
	return acme_v1_prepare(&c->order_v1, &c->applicant);
}
