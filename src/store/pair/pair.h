/* SPDX-License-Identifier: MIT */
/*
 * A certificate's key and chain on disk, as one thing.  A key is there before
 * the order that needs it is finalized (KEY.new), so that a certificate that
 * the CA issues is never without its key.
 *
 * Whatever moment a process or the power ends at, cert-path and key-path are a
 * pair that matches, or both are missing; and what lws makes of CERT.upd and
 * KEY.upd when it starts is one too.  staging.h tells how.  All of it
 * blocks: in the worker only.  Who changes anything has locked the pair
 * (lock.h).
 */
#ifndef ACME_STORE_PAIR_PAIR_H
#define ACME_STORE_PAIR_PAIR_H

#include "store/pair/pair_at.h"

#include <stdint.h>

/*
 * Append to ${chain} and ${key} the pair that belongs together, and, where
 * ${settle} says so, put it in its place where it is not yet: the first that
 * matches, and is not expired at ${now_s}, of CERT.upd and KEY.upd, the files
 * themselves, the order key, and CERT.old.0 and KEY.old.0; an expired one only
 * where there is no other.  ACME_ERR_NOT_FOUND: there is none.
 * ACME_ERR_INVALID, or what the parser says: one of the two is missing, or no
 * key is the chain's.
 */
enum acme_err acme_pair_read(const struct acme_pair_at *pair, bool settle,
			     int64_t now_s, struct acme_buf *chain,
			     struct acme_secret *key,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* Keep a key that an order is about to use, beside its final place. */
enum acme_err acme_pair_keep_key(const struct acme_pair_at *pair,
				 struct acme_span key,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Append the order key.  ACME_ERR_NOT_FOUND: there is none. */
enum acme_err
acme_pair_read_order_key(const struct acme_pair_at *pair,
			 struct acme_secret *key,
			 struct acme_fault *fault) ACME_MUST_CHECK;

/* Where a new pair goes. */
enum acme_pair_state {
	ACME_PAIR_LIVE, /* the files themselves; the old ones are .old.0 */
	ACME_PAIR_NEXT, /* CERT.upd and KEY.upd, for lws's next start */
};

/*
 * Put a chain and its key where ${state} says, read them back, and forget the
 * order key.
 * ACME_ERR_INVALID, or what the parser says: it is not the chain's; nothing
 * was changed.
 */
enum acme_err acme_pair_commit(const struct acme_pair_at *pair,
			       enum acme_pair_state state,
			       struct acme_span chain, struct acme_span key,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Could a chain and its key be put there, as far as it can be seen: is there
 * room, and is nothing in the way?  Changes nothing that is there.
 */
enum acme_err acme_pair_try(const struct acme_pair_at *pair,
			    struct acme_fault *fault) ACME_MUST_CHECK;

#endif
