/* SPDX-License-Identifier: MIT */
/* See applicant.h. */
#include "client/applicant.h"

#include "client/publication.h"

void
acme_applicant_init(struct acme_applicant *applicant, struct acme_ca *ca,
		    struct acme_config *config, struct acme_port *port)
{
	*applicant = (struct acme_applicant){
		.ca = ca,
		.config = acme_config_ref(config),
		.port = port,
	};
}

void
acme_applicant_clear(struct acme_applicant *applicant)
{
	acme_hold_release(&applicant->hold);
	while (applicant->publications)
		acme_publication_stop(applicant->publications);
	acme_state_clear(&applicant->state);
	acme_config_unref(applicant->config);
}

void
acme_applicant_set_tags(struct acme_applicant *applicant)
{
	if (acme_state_tags(applicant->config,
			    acme_buf_span(&applicant->ca->thumbprint),
			    applicant->port->pair, &applicant->tags))
		applicant->tags = (struct acme_state_tags){ .record = "" };
}

void
acme_applicant_save_state(struct acme_applicant *applicant,
			  const struct acme_asker *asker)
{
	struct acme_buf json = ACME_BUF_INIT(ACME_STATE_MAX);
	struct acme_port *port = applicant->port;

	memcpy(applicant->state.wanted, applicant->tags.wanted,
	       sizeof(applicant->state.wanted));
	if (!applicant->tags.record[0] ||
	    acme_state_write(&applicant->state, &json))
		sm_post(asker->sm, asker->failed, NULL);
	else
		port->store_put(port, ACME_RECORD_STATE, applicant->tags.record,
				acme_buf_span(&json), asker);
	acme_buf_clear(&json);
}
