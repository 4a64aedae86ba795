/* SPDX-License-Identifier: MIT */
/*
 * What a certificate says of itself.  Nothing here is verified.
 */
#ifndef ACME_CRYPTO_X509_CERT_H
#define ACME_CRYPTO_X509_CERT_H

#include "base/buf.h"
#include "base/limits.h"

#include <stdint.h>

#define ACME_CERT_TIME_MAX 40 /* with its NUL */

struct acme_cert_info {
	int64_t not_before_s, not_after_s; /* Unix time */
	char serial[ACME_SERIAL_HEX_MAX];  /* "0a1b", no zero octet in front */
	char issuer[ACME_ISSUER_MAX];	   /* its common name, cut, or "" */
	unsigned int n_names;		   /* DNS names in the leaf */
	unsigned int n_certs;		   /* in the chain, the leaf included */
};

/*
 * What the first certificate of ${pem_or_der} says.  Other PEM blocks (a key
 * in the same file) are passed over.  ACME_ERR_SYNTAX, ACME_ERR_INVALID; a
 * critical extension that is not known is the latter.
 */
enum acme_err acme_cert_info_read(struct acme_span pem_or_der,
				  struct acme_cert_info *info,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* Append its DNS names, for a person to read: "a.example, b.example". */
enum acme_err acme_cert_names_read(struct acme_span pem_or_der,
				   struct acme_buf *names,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/* For a person: "2026-11-29 15:04:05 UTC". */
void acme_cert_time_text(int64_t unix_s, char text[static ACME_CERT_TIME_MAX]);

/* Append ${der}, whatever it is, as a PEM block of a certificate. */
enum acme_err acme_cert_to_pem(struct acme_span der,
			       struct acme_buf *pem) ACME_MUST_CHECK;

#endif
