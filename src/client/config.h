/* SPDX-License-Identifier: MIT */
/*
 * What the operator wants of one certificate, checked and normalised.  Where
 * keys and certificates are kept is the port's business, and not here.
 * It is counted, as a job of the worker may outlive the certificate.
 */
#ifndef ACME_CLIENT_CONFIG_H
#define ACME_CLIENT_CONFIG_H

#include "client/port.h"
#include "crypto/x509_write/csr.h"

/* It owns all that it points at. */
struct acme_config {
	unsigned int n_refs; /* changed on the loop's thread only */
	char *directory_url; /* https */
	char *ca_file;	     /* roots of the CA's own TLS, or NULL */
	char *email;	     /* the account's contact, or NULL */
	struct acme_csr_subject subject; /* of the CSR */
	/* Lower case, no trailing dot, each once; in the order that a CA is
	 * asked for them. */
	char **names;
	size_t n_names;
	enum acme_key_type key_type;
	bool key_type_given; /* else another one, that is there, will do */
	enum acme_key_type account_key_type;
	/* The one to respond to; ACME_CHALLENGE__MAX: one that the port can. */
	enum acme_challenge_type challenge;
	unsigned int renew_days; /* before the end; 0: not given */
};

/* Empty, counted once; NULL where memory is short. */
struct acme_config *acme_config_new(void);

struct acme_config *acme_config_ref(struct acme_config *config);

/* The last one frees it and all that it owns; NULL is allowed. */
void acme_config_unref(struct acme_config *config);

/*
 * Put the first name that fits into a certificate's common name (64 bytes,
 * RFC 5280) before the others: there are CAs that take the first one for it,
 * and refuse one that is longer.
 */
void acme_config_lead(struct acme_config *config);

/* The names, as functions that only read them want them. */
const char *const *acme_config_names(const struct acme_config *config);

#endif
