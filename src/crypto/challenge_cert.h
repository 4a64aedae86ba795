/* SPDX-License-Identifier: MIT */
/*
 * The certificate that answers a tls-alpn-01 challenge (RFC 8737 §3):
 * self-signed, for one name, with the digest of the key authorization.
 */
#ifndef ACME_CRYPTO_CHALLENGE_CERT_H
#define ACME_CRYPTO_CHALLENGE_CERT_H

#include "base/buf.h"

#define ACME_CHALLENGE_CERT_MAX 4096 /* bytes of its PEM */

/*
 * Append the certificate for the DNS name ${name} to ${cert}, and its new
 * P-256 key to ${key}, both PEM.  It never expires: who withdraws it is to
 * throw it away.  ACME_ERR_INVALID: no name, or one that is too long.  In the
 * worker only.
 */
enum acme_err
acme_challenge_cert_make(const char *name, struct acme_span key_authorization,
			 struct acme_buf *cert, struct acme_secret *key,
			 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
