/* SPDX-License-Identifier: MIT */
/*
 * The certificates that respond to challenges, self-signed and for one name: of
 * tls-alpn-01 (RFC 8737 §3), with the digest of the key authorization in an
 * extension, and of tls-sni-01 (ACME v1), where the digest is the name.
 */
#ifndef ACME_CRYPTO_X509_WRITE_CHALLENGE_CERT_H
#define ACME_CRYPTO_X509_WRITE_CHALLENGE_CERT_H

#include "base/buf.h"

#define ACME_CHALLENGE_CERT_MAX 4096 /* bytes of its PEM */

/* The common name of all of them. */
#define ACME_CHALLENGE_CERT_SUBJECT "ACME challenge"

#define ACME_CHALLENGE_SNI_NAME_MAX 79 /* with its NUL */

/* Write the name of tls-sni-01: "<32 digits>.<32 digits>.acme.invalid". */
enum acme_err
acme_challenge_sni_name(struct acme_span key_authorization,
			char name[ACME_CHALLENGE_SNI_NAME_MAX]) ACME_MUST_CHECK;

/*
 * Append the certificate for the DNS name ${name} to ${cert}, and its new
 * P-256 key to ${key}, both PEM; where ${key_authorization} is empty it has no
 * more than the name.  It never expires: who withdraws it is to throw it away.
 * ACME_ERR_INVALID: no name, or one that is too long.  In the worker only.
 */
enum acme_err
acme_challenge_cert_make(const char *name, struct acme_span key_authorization,
			 struct acme_buf *cert, struct acme_secret *key,
			 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
