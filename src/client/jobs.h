/* SPDX-License-Identifier: MIT */
/*
 * The slow work: what takes longer than a server's loop may be held up.
 * A job copies or counts all that it needs, because it may outlive who asked.
 * Each answers with done and the payload that is named, or with failed and a
 * struct acme_fault.
 */
#ifndef ACME_CLIENT_JOBS_H
#define ACME_CLIENT_JOBS_H

#include "client/config.h"
#include "client/port.h"
#include "crypto/key/jws.h"

/* struct acme_key_box */
void acme_job_generate_key(struct acme_port *port, enum acme_key_type type,
			   const struct sm_requester *requester);

/* struct acme_key_box, of a private JWK. */
void acme_job_read_key(struct acme_port *port, const struct acme_secret *jwk,
		       const struct sm_requester *requester);

/* The same, of a key in PEM. */
void acme_job_read_pem(struct acme_port *port, const struct acme_secret *pem,
		       const struct sm_requester *requester);

/* struct acme_text: the JWS. */
void acme_job_sign(struct acme_port *port, struct acme_key *key,
		   const struct acme_jws_header *header,
		   struct acme_span payload,
		   const struct sm_requester *requester);

/* struct acme_text: the CSR as DER, for the names and subject of ${config}. */
void acme_job_make_csr(struct acme_port *port, struct acme_key *key,
		       struct acme_config *config,
		       const struct sm_requester *requester);

/* struct acme_issued: of ${chain}, for ${key} and the names of ${config}. */
void acme_job_check_chain(struct acme_port *port, struct acme_span chain,
			  struct acme_key *key, struct acme_config *config,
			  const struct sm_requester *requester);

#endif
