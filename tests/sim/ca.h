/* SPDX-License-Identifier: MIT */
/*
 * A model of an ACME CA (RFC 8555) at https://ca.test/, on the world's
 * streams.  It keeps accounts, orders, authorizations, nonces; it fetches
 * http-01 answers from the world and signs real chains.  What it does wrong,
 * and when, is told in advance; what it was asked is written down.
 *
 *   ca.c          made and freed; its clock of things to come
 *   ca_http.c     bytes to requests, the script
 *   ca_send.c     answers to bytes
 *   ca_jws.c      the signed part of a request: header, nonce, payload
 *   ca_orders.c   resources: accounts, orders, authorizations, challenges
 *   ca_v1.c       the resources of ACME v1 instead
 *   ca_validate.c looks at answers to challenges
 *   ca_objects.c  their JSON
 *   ca_issue.c    keys and certificates
 */
#ifndef SIM_CA_H
#define SIM_CA_H

#include "ca_line.h"
#include "world.h"

#include <mbedtls/pk.h>

#define CA_URL "https://ca.test/"

#define CA_PROBLEM(type, detail)                       \
	"{\"type\":\"urn:ietf:params:acme:error:" type \
	"\",\"detail\":\"" detail "\"}"

struct ca_request {
	uint64_t at_us;
	char resource[16];
	char peer[80];	     /* where it was sent to: "ca.test:443" */
	unsigned int status; /* that it was answered with; 0: with none */
	unsigned int stream;
};

struct ca_authz {
	const char *status, *challenge_status;
	const char *error; /* the challenge's, JSON */
	unsigned int type; /* the challenge that was chosen, of ca->types */
	char *name, *token;
	unsigned int order, index;
};

struct ca_order {
	struct ca_order *next;
	struct ca *ca;
	unsigned int number;
	const char *status;
	const char *error; /* JSON */
	struct ca_authz *authzs;
	size_t n_authzs;
	struct acme_buf chain;
};

struct ca {
	struct world *world;
	/* What it is like */
	uint64_t answer_us;	  /* from a request to its answer */
	uint64_t closes_after_us; /* so long after each answer; 0: not */
	uint64_t fetch_us;	  /* from a challenge to the first validation */
	uint64_t validate_us;	  /* from there to the verdict */
	uint64_t sign_us;	  /* from finalize to the certificate */
	unsigned int n_validations;  /* it looks from so many places */
	int64_t lifetime_s;	     /* of certificates */
	int64_t backdate_s;	     /* they begin to be valid so long ago */
	const char *subject;	     /* of certificates; NULL: "CN=leaf" */
	bool for_clients;	     /* only: their extended key usage */
	bool authzs_valid;	     /* from before */
	bool capitals;		     /* names are told in capitals */
	bool dots;		     /* ... and with a final dot */
	bool first_is_cn;	     /* of the CSR's names: at most 64 bytes */
	bool never_decides;	     /* authorizations stay pending */
	bool gives_no_nonces;	     /* but on newNonce */
	bool takes_no_head;	     /* newNonce is by GET alone */
	bool relative;		     /* references in Location and Link */
	const char *challenge_error; /* JSON: what each validation finds */
	bool tries_again;     /* an error leaves the challenge open (§8.2) */
	const char *types[2]; /* of challenges: http-01, if not told */
	const char *failing_type;  /* that challenge_error is for; NULL: all */
	const char *failing_name;  /* the same */
	const char *directory;	   /* JSON, instead of its own */
	const char *host;	   /* of its other resources: "ca.test" */
	bool v1;		   /* it speaks ACME v1 */
	const char *terms;	   /* of v1: the last part of their URL */
	unsigned int wrong_chains; /* the next so many are for another key */
	/* What was seen */
	struct ca_request *requests;
	size_t n_requests;
	unsigned int n_reused;	    /* nonces that came twice */
	unsigned int n_deactivated; /* authorizations */
	struct acme_buf wrong; /* what the client did that RFC 8555 forbids */
	/* What it knows */
	struct ca_line lines[16];
	struct ca_order *orders;
	unsigned int n_orders;
	char account[64]; /* its key's thumbprint; one account is enough */
	unsigned int n_accounts;
	const char *agreed;	      /* of v1: to these terms */
	unsigned char *nonce_used;    /* a flag each */
	size_t n_nonces, first_nonce; /* older ones have expired */
	unsigned int n_certificates;
	mbedtls_pk_context key;
	struct acme_buf own; /* its certificate, PEM */
};

void ca_init(struct ca *ca, struct world *world);

void ca_clear(struct ca *ca);

/* It does nothing wrong any more; what it knows stays. */
void ca_mend(struct ca *ca);

/* Lines for the same resource are used up one after the other. */
void ca_script(struct ca *ca, struct ca_line line);

/* The next request for ${resource} is answered so. */
void ca_next(struct ca *ca, const char *resource, unsigned int status,
	     const char *headers, const char *body);

/* All accounts, or all nonces, are gone. */
void ca_forget_account(struct ca *ca);
void ca_forget_nonces(struct ca *ca);

/* How often ${resource} was asked for. */
unsigned int ca_count(const struct ca *ca, const char *resource);

/* The n-th such request, from 0.  The test fails where there were fewer. */
const struct ca_request *ca_request(const struct ca *ca, const char *resource,
				    unsigned int n);

#endif
