/* SPDX-License-Identifier: MIT */
/*
 * Two files that change at the same instant.  Two renames can't do that, but
 * the two names may be links that lead through one:
 *
 *   crt.pem.upd -> key.pem.acme-next/cert.pem
 *   key.pem.upd -> key.pem.acme-next/key.pem
 *                  key.pem.acme-next -> key.pem.acme-next.a
 *
 * The link in the middle is the staging link, and the folder that it leads to
 * is a staging folder.  A new pair is written into the other folder (.b), made
 * durable, and then one rename swaps the symlink: whoever looks, and whatever a
 * power failure leaves, both names are of one staging folder.  Where there is
 * no symlink, neither name leads anywhere, which is what a missing file looks
 * like.  Others follow these links; the store reads them, and goes on only
 * where one says exactly what it would write itself.
 */
#ifndef ACME_STORE_PAIR_STAGING_H
#define ACME_STORE_PAIR_STAGING_H

#include "store/file/path.h"
#include "store/file/staging_link_form.h"

struct acme_staging_link {
	struct acme_path link;
};

/* What a staging folder holds. */
struct acme_staging {
	struct acme_span chain, key;
};

/* Of the pair whose key is at ${key}.  Clear it in any case. */
enum acme_err acme_staging_link_init(struct acme_staging_link *symlink,
				     const struct acme_path *key,
				     enum acme_staging_link_kind kind,
				     struct acme_fault *fault) ACME_MUST_CHECK;
void acme_staging_link_clear(struct acme_staging_link *symlink);

/* Does ${path} lead via ${symlink}, wherever that leads? */
enum acme_err
acme_staging_link_is_via(const struct acme_staging_link *symlink,
			 const struct acme_path *path, bool *is_via,
			 struct acme_fault *fault) ACME_MUST_CHECK;

/* Append what the staging folder of ${symlink} has as ${file}.
 * ACME_ERR_NOT_FOUND: there is none. */
enum acme_err acme_staging_link_read(const struct acme_staging_link *symlink,
				     const char *file,
				     struct acme_secret *content,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Write ${staging} into the other folder, and let ${symlink} lead there:
 * durable when this returns. */
enum acme_err acme_staging_link_swap(const struct acme_staging_link *symlink,
				     const struct acme_staging *staging,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Let ${path} lead via ${symlink} to ${file} of the staging folder; what was
 * there is replaced.  Durable when this returns.
 */
enum acme_err acme_staging_link_point(const struct acme_staging_link *symlink,
				      const struct acme_path *path,
				      const char *file,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* Is ${symlink} there, or what a crash or a fault left of its folders? */
enum acme_err acme_staging_link_is_left(const struct acme_staging_link *symlink,
					bool *is_left, struct acme_fault *fault)
	ACME_MUST_CHECK;

/* Remove ${symlink}, durably, and then its staging folders. */
enum acme_err
acme_staging_link_remove(const struct acme_staging_link *symlink,
			 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
