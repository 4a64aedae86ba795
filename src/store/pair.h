/* SPDX-License-Identifier: MIT */
/*
 * A certificate's key and chain on disk, as one thing.  A key is there before
 * the order that needs it is finalized (KEY.new), so that a certificate that
 * the CA issues is never without its key.  All of it blocks: in the worker
 * only.
 */
#ifndef ACME_STORE_PAIR_H
#define ACME_STORE_PAIR_H

#include "base/buf.h"

struct acme_pair_paths {
	const char *cert; /* PEM chain, leaf first */
	const char *key;  /* PEM */
};

/*
 * Read the pair that belongs together, and append it to ${chain} and ${key}:
 * the chain with its key, or with the kept key where a crash came between the
 * two renames of a commit, which is then finished.  ACME_ERR_NOT_FOUND: the
 * chain is not there, or no key.  ACME_ERR_INVALID, or what the parser says:
 * no key is the chain's.
 */
enum acme_err acme_pair_read(const struct acme_pair_paths *paths,
			     struct acme_buf *chain, struct acme_secret *key,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Keep a key that an order is about to use, beside its final place. */
enum acme_err acme_pair_keep_key(const struct acme_pair_paths *paths,
				 struct acme_span key,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Append the key that was kept.  ACME_ERR_NOT_FOUND: there is none. */
enum acme_err acme_pair_read_kept_key(const struct acme_pair_paths *paths,
				      struct acme_secret *key,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Put a verified chain, and the key that was kept for it, in their places:
 * the chain first, then the key.  ACME_ERR_NOT_FOUND: no key was kept;
 * ACME_ERR_INVALID: it is not the chain's.  In both nothing was changed.
 */
enum acme_err acme_pair_commit(const struct acme_pair_paths *paths,
			       struct acme_span chain,
			       struct acme_fault *fault) ACME_MUST_CHECK;

#endif
