/* SPDX-License-Identifier: MIT */
/*
 * One certificate from a CA of ACME v1 (draft-ietf-acme-acme-03): the context
 * of acme_v1.flow.
 */
#ifndef ACME_CLIENT_ACME_V1_H
#define ACME_CLIENT_ACME_V1_H

#include "acme_v1.flow.h"
#include "client/authorization.h"
#include "client/credential.h"

struct acme_v1 {
	struct acme_v1_sm sm;
	struct acme_applicant *applicant;
	struct acme_proofs proofs; /* of its authorizations */
	struct acme_exchange exchange;
	struct acme_authorization *authorizations; /* one per name */
	unsigned int *open; /* those that are not known to be valid */
	size_t n_open;
	char *certificate_url, *issuer_url; /* NULL: the CA named none */
	struct acme_credential credential;
	struct acme_fault fault;	/* why it did not end with ok */
	enum acme_problem_type problem; /* the CA's word for it */
	uint64_t poll_after_s;		/* when to look again; 0: not said */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_v1_prepare(struct acme_v1 *v1,
			   struct acme_applicant *applicant);

void acme_v1_clear(struct acme_v1 *v1);

/* How v1 asks about an authorization (client/proofs.h). */
extern const struct acme_dialect acme_v1_dialect;

#endif
