/* SPDX-License-Identifier: MIT */
/*
 * A pair in place of another, so that whoever looks in between finds one of the
 * two, or none where there was none.  For the store only.
 */
#ifndef ACME_STORE_PAIR_PAIR_REPLACE_H
#define ACME_STORE_PAIR_PAIR_REPLACE_H

#include "store/pair/pair_files.h"

/* The files themselves; what was there is .old.0, or where it was bad .bad, or
 * .bad.1, ...: none of those is replaced. */
enum acme_err acme_pair_put_live(struct acme_pair_files *files,
				 const struct acme_staging *pair,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* The two .upd; what was there was not in use yet. */
enum acme_err acme_pair_put_next(struct acme_pair_files *files,
				 const struct acme_staging *pair,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Remove the staging links and the two .upd, once the files themselves lead
 * through none.  An .upd that was read, and is not what is ${in_place}, becomes
 * .bad.
 */
enum acme_err acme_pair_clear_away(struct acme_pair_files *files,
				   const struct acme_staging *in_place,
				   struct acme_fault *fault) ACME_MUST_CHECK;

#endif
