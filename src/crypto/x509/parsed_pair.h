/* SPDX-License-Identifier: MIT */
/*
 * A pair, parsed: a chain of certificates, and the leaf's private key,
 * which belong together.  Counted with atomics: a handshake in the worker may
 * outlive who gave it.
 */
#ifndef ACME_CRYPTO_X509_PARSED_PAIR_H
#define ACME_CRYPTO_X509_PARSED_PAIR_H

#include "base/buf.h"

struct acme_parsed_pair;

/*
 * ${chain} is PEM, the leaf first, with other blocks passed over; ${key} is
 * what acme_key_from_pem() takes, or of another type that mbedTLS knows.  The
 * certificate of a challenge is taken too, though its critical extension (RFC
 * 8737 §3) is one that mbedTLS does not know.  ACME_ERR_SYNTAX,
 * ACME_ERR_INVALID: not readable, or not a pair.  Milliseconds: in the worker.
 */
enum acme_err acme_parsed_pair_parse(struct acme_span chain,
				     struct acme_span key,
				     struct acme_parsed_pair **pair,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Append the chain as PEM, with no other blocks, and under the one label that
 * mbedTLS looks for. */
enum acme_err acme_parsed_pair_chain_pem(const struct acme_parsed_pair *pair,
					 struct acme_buf *pem) ACME_MUST_CHECK;

/* Append the private key as one PEM block, whatever it was read from. */
enum acme_err acme_parsed_pair_key_pem(const struct acme_parsed_pair *pair,
				       struct acme_secret *pem) ACME_MUST_CHECK;

struct acme_parsed_pair *acme_parsed_pair_ref(struct acme_parsed_pair *pair);

/* The last one wipes and frees it; NULL is allowed. */
void acme_parsed_pair_unref(struct acme_parsed_pair *pair);

#endif
