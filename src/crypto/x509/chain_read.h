/* SPDX-License-Identifier: MIT */
/* The certificates of a text, and the path that is found in them. */
#ifndef ACME_CRYPTO_X509_CHAIN_READ_H
#define ACME_CRYPTO_X509_CHAIN_READ_H

#include "crypto/x509/cert_private.h"

#define ACME_CHAIN_MAX	    10 /* certificates in a path */
#define ACME_CHAIN_READ_MAX 64 /* certificates that are looked at */

/* A text's certificates, and the path that is found in them. */
struct acme_chain_read {
	mbedtls_x509_crt crt[ACME_CHAIN_READ_MAX]; /* as they came, each once */
	unsigned int len;
	unsigned int n_blocks;	      /* those that could not be read, too */
	struct acme_buf unread_names; /* subjects of those that are no root */
	struct acme_fault unread;     /* why the first of them was not */
	mbedtls_x509_crt *path[ACME_CHAIN_MAX]; /* the leaf first */
	unsigned int path_len;
};

/* Of zeroed memory. */
enum acme_err acme_chain_read(struct acme_chain_read *chain,
			      struct acme_span text,
			      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_chain_read_clear(struct acme_chain_read *chain);

/* Is one that could not be read called ${name} (DER)? */
bool acme_chain_has_unread(const struct acme_chain_read *chain,
			   struct acme_span name);

#endif
