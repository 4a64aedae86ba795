/* SPDX-License-Identifier: MIT */
/*
 * Two files that change at the same instant.  Two renames can't do that, but
 * the two names may be links that lead through one:
 *
 *   crt.pem.upd -> key.pem.acme-next/cert.pem
 *   key.pem.upd -> key.pem.acme-next/key.pem
 *                  key.pem.acme-next -> key.pem.acme-next.a
 *
 * The link in the middle is the switch, and the folder that it leads to is a
 * generation.  A new one is written into the other folder (.b), made durable,
 * and then one rename turns the switch: whoever looks, and whatever a power
 * failure leaves, both names are of one generation.  Where there is no switch,
 * neither name leads anywhere, which is what a missing file looks like.  Others
 * follow these links; the store reads them, and goes on only where one says
 * exactly what it would write itself.
 */
#ifndef ACME_STORE_PAIR_STAGING_H
#define ACME_STORE_PAIR_STAGING_H

#include "store/file/path.h"
#include "store/file/symlink_form.h"

struct acme_symlink {
	struct acme_path link;
};

/* What a generation holds. */
struct acme_staging {
	struct acme_span chain, key;
};

/* Of the pair whose key is at ${key}.  Clear it in any case. */
enum acme_err acme_symlink_init(struct acme_symlink *sw,
				const struct acme_path *key,
				enum acme_symlink_kind kind,
				struct acme_fault *fault) ACME_MUST_CHECK;
void acme_symlink_clear(struct acme_symlink *sw);

/* Does ${path} lead through ${sw}, wherever the switch leads? */
bool acme_symlink_is_via(const struct acme_symlink *sw,
			 const struct acme_path *path);

/* Append what the generation behind ${sw} has as ${file}.
 * ACME_ERR_NOT_FOUND: there is none. */
enum acme_err acme_symlink_read(const struct acme_symlink *sw, const char *file,
				struct acme_secret *content,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* Put a new generation behind ${sw}: durable when this returns. */
enum acme_err acme_symlink_swap(const struct acme_symlink *sw,
				const struct acme_staging *generation,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Let ${path} lead through ${sw} to the generation's ${file}; what was there
 * is replaced.  Durable when this returns.
 */
enum acme_err acme_symlink_point(const struct acme_symlink *sw,
				 const struct acme_path *path, const char *file,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* Remove the switch, durably, and then its generations. */
enum acme_err acme_symlink_remove(const struct acme_symlink *sw,
				  struct acme_fault *fault) ACME_MUST_CHECK;

#endif
