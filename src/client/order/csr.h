/* SPDX-License-Identifier: MIT */
/*
 * A certificate on its way, whichever ACME the CA speaks: its key, the CSR, the
 * chain that came for it.  The context of csr.flow and of kept_key.flow; why
 * they did not end with ok stands in the applicant's refusal.
 */
#ifndef ACME_CLIENT_ORDER_CSR_H
#define ACME_CLIENT_ORDER_CSR_H

#include "client/payload.h"
#include "csr.flow.h"
#include "kept_key.flow.h"

struct acme_applicant;

struct acme_credential {
	struct csr_sm csr_sm;
	struct kept_key_sm kept_key_sm;
	struct acme_applicant *applicant;
	struct acme_key *key; /* NULL: not read, not made */
	struct acme_secret key_pem;
	struct acme_buf csr;   /* DER */
	struct acme_buf chain; /* PEM */
};

/* Empty.  ${applicant} is borrowed for its life. */
void acme_credential_init(struct acme_credential *credential,
			  struct acme_applicant *applicant);

/* The memory may be zero. */
void acme_credential_clear(struct acme_credential *credential);

/* Two flows, ready to be run. */
struct sm *acme_credential_request(struct acme_credential *credential);
struct sm *acme_credential_recall(struct acme_credential *credential);

#endif
