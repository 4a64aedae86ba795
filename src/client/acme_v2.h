/* SPDX-License-Identifier: MIT */
/*
 * One order under way: the context of acme_v2.flow (RFC 8555 §7).
 */
#ifndef ACME_CLIENT_ACME_V2_H
#define ACME_CLIENT_ACME_V2_H

#include "acme_v2.flow.h"
#include "client/exchange.h"
#include "client/port.h"
#include "protocol/objects.h"

struct acme_authorization;
struct acme_ca;

struct acme_v2 {
	struct acme_v2_sm sm;
	struct acme_ca *ca;
	struct acme_exchange exchange;
	struct acme_order order;
	struct acme_authorization *authorizations; /* one per URL */
	size_t n_authorizations;
	size_t n_published, n_visited; /* answers; those that the CA fetched */
	bool blamed;		       /* an authorization said why */
	unsigned int ways;	       /* challenge types that each name has */
	unsigned int failed;  /* those that the CA reported a failure of */
	struct acme_key *key; /* the certificate's */
	struct acme_secret key_pem;
	struct acme_buf csr;   /* DER */
	struct acme_buf chain; /* PEM */
	struct acme_cert_info info;
	struct acme_fault fault;	/* why it did not end with ok */
	enum acme_problem_type problem; /* the CA's word for it */
	uint64_t poll_after_s;		/* when to look again; 0: not said */
	uint64_t retry_after_s;		/* when to order again; 0: not said */
};

/* Ready to be run.  The first time the memory must be zero. */
struct sm *acme_v2_prepare(struct acme_v2 *order, struct acme_ca *ca);

void acme_v2_clear(struct acme_v2 *order);

/* Publish the answer to a challenge; false: memory is short. */
bool acme_v2_publish(struct acme_v2 *order, enum acme_challenge_type type,
		     const char *identifier, const char *token,
		     const struct acme_asker *asker);

/* An authorization can be proved by these challenge types (a set of bits). */
void acme_v2_note_ways(struct acme_v2 *order, unsigned int ways);

/* The CA has fetched one more of the answers. */
void acme_v2_visited(struct acme_v2 *order);

/* Remember what the CA asked for with this answer. */
void acme_v2_note_retry_after(struct acme_v2 *order,
			      const struct acme_exchange *exchange);

#endif
