/* SPDX-License-Identifier: MIT */
/*
 * The guards and actions of certificate.flow.
 */
#include "client/certificate_private.h"

#include "client/advice.h"
#include "client/jobs.h"
#include "crypto/leaf.h"

#include <stdlib.h>

struct acme_certificate *
acme_certificate_new(struct acme_config *config, struct acme_ca *ca,
		     struct acme_port *port)
{
	struct acme_certificate *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->key_pem = (struct acme_secret)ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	c->chain = (struct acme_buf)ACME_BUF_INIT(ACME_CHAIN_TEXT_MAX);
	certificate_sm_init(&c->sm, c);
	acme_applicant_init(&c->applicant, ca, config, port);
	return c;
}

void
acme_certificate_start(struct acme_certificate *c)
{
	sm_start(&c->sm.sm, c->applicant.ca->loop);
}

static void
end_order(struct acme_certificate *c)
{
	acme_v2_clear(&c->order);
	acme_v1_clear(&c->order_v1);
	acme_credential_clear(&c->credential);
}

void
acme_certificate_free(struct acme_certificate *c)
{
	if (!c)
		return;
	sm_stop(&c->sm.sm);
	end_order(c);
	acme_applicant_clear(&c->applicant);
	acme_secret_clear(&c->key_pem);
	acme_buf_clear(&c->chain);
	free(c);
}

/* Guards */

bool
acme_certificate_is_new(const struct acme_certificate *c,
			const struct sm_event *event)
{
	return !strcmp(certificate_served(event)->serial, c->issued.serial);
}

bool
acme_certificate_speaks_v2(const struct acme_certificate *c,
			   const struct sm_event *event)
{
	(void)event;
	return c->applicant.ca->directory.new_order;
}

/* The state's tag comes of the account's key. */
bool
acme_certificate_keyed(const struct acme_certificate *c,
		       const struct sm_event *event)
{
	(void)event;
	return c->applicant.tags.record[0];
}

bool
acme_certificate_for_operator(const struct acme_certificate *c,
			      const struct sm_event *event)
{
	const struct acme_refusal *refusal = certificate_unaccounted(event);

	(void)c;
	return refusal &&
	       (refusal->for_operator || acme_advice(refusal->problem));
}

/* Actions: the account */

void
acme_certificate_ask_key(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_KEYED,
					  .failed = CERTIFICATE_UNKEYED };

	(void)event;
	acme_hold_ask_key(&c->applicant.hold, c->applicant.ca, &asker);
}

void
acme_certificate_keep_key(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	acme_applicant_set_tags(&c->applicant);
}

static void
ask_account(struct acme_certificate *c, const char *lost)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_ACCOUNTED,
					  .failed = CERTIFICATE_UNACCOUNTED };

	acme_hold_ask_account(&c->applicant.hold, c->applicant.ca, lost,
			      &asker);
}

void
acme_certificate_ask_account(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	ask_account(c, NULL);
}

void
acme_certificate_ask_another_account(struct acme_certificate *c,
				     struct sm_event *event)
{
	(void)event;
	ask_account(c, c->applicant.state.account_url);
}

void
acme_certificate_keep_account(struct acme_certificate *c,
			      struct sm_event *event)
{
	(void)event;
	acme_state_set_url(&c->applicant.state.account_url,
			   acme_span_str(c->applicant.hold.url));
}

void
acme_certificate_release_account(struct acme_certificate *c,
				 struct sm_event *event)
{
	(void)event;
	acme_hold_release(&c->applicant.hold);
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
	if (acme_leaf_info(acme_buf_span(chain), &c->held, NULL))
		c->held = (struct acme_cert_info){ .not_after_s = 0 };
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
	c->unkept.err = ACME_OK;
}

void
acme_certificate_forget_pair(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	acme_secret_clear(&c->key_pem);
	acme_buf_clear(&c->chain);
	c->held = (struct acme_cert_info){ .not_after_s = 0 };
}

void
acme_certificate_check_chain(struct acme_certificate *c, struct sm_event *event)
{
	const struct acme_asker asker = { .sm = &c->sm.sm,
					  .done = CERTIFICATE_CHECKED,
					  .failed = CERTIFICATE_UNCHECKED };

	(void)event;
	acme_job_check_chain(c->applicant.port,
			     acme_buf_span(&c->credential.chain),
			     c->credential.key, c->applicant.config, &asker);
}

/* As it is to be served and stored, from here on. */
void
acme_certificate_keep_checked(struct acme_certificate *c,
			      struct sm_event *event)
{
	struct acme_issued *issued = certificate_checked(event);

	acme_buf_clear(&c->credential.chain);
	c->credential.chain = issued->chain;
	issued->chain = (struct acme_buf)ACME_BUF_INIT(0);
	c->credential.info = issued->info;
}

void
acme_certificate_take_order(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	c->issued = c->credential.info;
	keep(c, &c->credential.key_pem, &c->credential.chain);
	end_order(c);
}

void
acme_certificate_end_order(struct acme_certificate *c, struct sm_event *event)
{
	(void)event;
	end_order(c);
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
					  .failed = CERTIFICATE_UNPROBED };

	(void)event;
	c->applicant.port->probe(c->applicant.port, CERTIFICATE_UNSERVED,
				 &asker);
}

/* Runs */

struct sm *
acme_certificate_order(struct acme_certificate *c, unsigned int item)
{
	(void)item;
	acme_credential_init(&c->credential, &c->applicant);
	return acme_v2_prepare(&c->order, &c->applicant, &c->credential);
}

struct sm *
acme_certificate_order_v1(struct acme_certificate *c, unsigned int item)
{
	(void)item;
	acme_credential_init(&c->credential, &c->applicant);
	return acme_v1_prepare(&c->order_v1, &c->applicant, &c->credential);
}
