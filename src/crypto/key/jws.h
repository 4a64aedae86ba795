/* SPDX-License-Identifier: MIT */
/*
 * Flattened JSON JWS as ACME wants it (RFC 8555 §6.2): ES256, ES384 or RS256
 * by the key's type.  EC signatures are r || s, each padded (RFC 7518 §3.4).
 */
#ifndef ACME_CRYPTO_KEY_JWS_H
#define ACME_CRYPTO_KEY_JWS_H

#include "crypto/key/key.h"

/*
 * The protected header.  A NULL member is left out; without kid the public
 * JWK goes in (newAccount; ACME v1 always).
 */
struct acme_jws_header {
	const char *kid;
	const char *nonce;
	const char *url;
};

/*
 * Append the JWS to ${jws}.  An empty payload is a POST-as-GET (RFC 8555
 * §6.3).  The header's members come as alg, kid or jwk, nonce, url, and those
 * of the whole as protected, payload, signature.  In the worker only.
 */
enum acme_err acme_jws_sign(const struct acme_key *key,
			    const struct acme_jws_header *header,
			    struct acme_span payload, struct acme_buf *jws,
			    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
