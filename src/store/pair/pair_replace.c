/* SPDX-License-Identifier: MIT */
/*
 * A pair is replaced in four steps, each durable before the next: the pair that
 * is there is copied to a staging folder, both names are made to lead there via
 * its symlink, the symlink is swapped to the new pair, and the names become
 * files again.  At .upd it ends with the third.
 */
#define _DEFAULT_SOURCE /* linkat() */
#include "store/pair/pair_replace.h"

#include "store/file/errno_fault.h"
#include "store/file/file.h"
#include "store/pair/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static enum acme_err
point_both(const struct acme_staging_link *symlink,
	   const struct acme_path *cert, const struct acme_path *key,
	   struct acme_fault *fault)
{
	enum acme_err err = acme_staging_link_point(symlink, cert,
						    ACME_STAGING_CERT, fault);

	return err ? err
		   : acme_staging_link_point(symlink, key, ACME_STAGING_KEY,
					     fault);
}

/* Also where lws has put one of the .upd, or both, in place already. */
static enum acme_err
leads_via(const struct acme_staging_link *symlink,
	  const struct acme_pair_text *texts, enum acme_pair_file file,
	  bool *is, struct acme_fault *fault)
{
	enum acme_err err =
		acme_staging_link_is_via(symlink, &texts[file].path, is, fault);

	return err || *is
		       ? err
		       : acme_staging_link_is_via(symlink,
						  &texts[ACME_FILE_LIVE].path,
						  is, fault);
}

static enum acme_err
both_lead_via(const struct acme_staging_link *symlink,
	      const struct acme_pair_files *files, enum acme_pair_file file,
	      bool *are, struct acme_fault *fault)
{
	enum acme_err err = leads_via(symlink, files->certs, file, are, fault);

	return err || !*are ? err
			    : leads_via(symlink, files->keys, file, are, fault);
}

/* Let ${symlink} lead to a copy of the pair that is there, or nowhere; but not
 * there for what the system does not let us read or judge. */
static enum acme_err
prepare(struct acme_pair_files *files, enum acme_pair_file file,
	const struct acme_staging_link *symlink, struct acme_fault *fault)
{
	struct acme_pair_found found;
	struct acme_staging old;
	enum acme_err err;

	if (!acme_pair_files_at(files, file, &found, NULL)) {
		old = acme_pair_found_texts(&found);
		return acme_staging_link_swap(symlink, &old, fault);
	}
	err = acme_pair_files_unjudged(files, fault);
	if (!err)
		err = acme_pair_text_refused(&files->certs[file], fault);
	if (!err)
		err = acme_pair_text_refused(&files->keys[file], fault);
	return err ? err : acme_staging_link_remove(symlink, fault);
}

/*
 * Let the names ${file} be of ${new}.  What is there stays there until then,
 * if it is a pair; of anything else the two are missing for a moment.
 */
static enum acme_err
swap_to(struct acme_pair_files *files, enum acme_pair_file file,
	const struct acme_staging_link *symlink, const struct acme_staging *new,
	struct acme_fault *fault)
{
	const struct acme_path *cert = &files->certs[file].path;
	const struct acme_path *key = &files->keys[file].path;
	bool are = false;
	enum acme_err err = both_lead_via(symlink, files, file, &are, fault);

	if (!err && !are)
		err = prepare(files, file, symlink, fault);
	if (!err && !are)
		err = point_both(symlink, cert, key, fault);
	return err ? err : acme_staging_link_swap(symlink, new, fault);
}

static enum acme_err
keep_as(const struct acme_path *path, const struct acme_path *to,
	const struct acme_path *temp, struct acme_fault *fault)
{
	int in = path->folder->fd;
	enum acme_err err;

	(void)unlinkat(in, temp->name, 0); /* a leftover */
	err = acme_file_link(path, temp, fault);
	if (err)
		return err;
	if (renameat(in, temp->name, in, to->name))
		return acme_errno_fault(fault, to->path, "made", errno);
	/* Where they are one file already, rename() leaves both names. */
	(void)unlinkat(in, temp->name, 0);
	return acme_folder_sync(path->folder, fault);
}

/* A second name for what is about to be replaced, and was good. */
static enum acme_err
keep_good(const struct acme_path *path, struct acme_fault *fault)
{
	struct acme_path to = { .folder = NULL }, temp = { .folder = NULL };
	unsigned int kind = 0;
	enum acme_err err = acme_path_kind(path, &kind, fault);

	if (err || !S_ISREG(kind))
		return err;
	err = acme_path_init(&to, path->folder, path->name, ".old.0", fault);
	if (!err)
		err = acme_path_init(&temp, path->folder, path->name, ".bak",
				     fault);
	if (!err)
		err = keep_as(path, &to, &temp, fault);
	acme_path_clear(&to);
	acme_path_clear(&temp);
	return err;
}

static enum acme_err
keep(const struct acme_path *path, bool is_good, const char *who,
     struct acme_fault *fault)
{
	return is_good ? keep_good(path, fault)
		       : acme_quarantine_copy(path, who, fault);
}

static bool
has(const struct acme_pair_text *file, struct acme_span text)
{
	return acme_span_equal(acme_buf_span(&file->text.buf), text);
}

/* What is good is kept as lws keeps it, and anything else beside that. */
static enum acme_err
keep_old(struct acme_pair_files *files, const struct acme_staging *new,
	 struct acme_fault *fault)
{
	const struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];
	const struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];
	/* The old ones may be what is about to be put in place. */
	bool any = !has(&files->certs[ACME_FILE_OLD], new->chain);
	bool good_cert = any && acme_pair_files_cert_is_good(files);
	bool good_key = any && acme_pair_files_key_is_good(files);
	enum acme_err err = acme_pair_files_unjudged(files, fault);

	if (!err)
		err = acme_pair_text_refused(cert, fault);
	if (!err)
		err = acme_pair_text_refused(key, fault);
	if (!err && !has(cert, new->chain))
		err = keep(&cert->path, good_cert, files->who, fault);
	if (!err && !has(key, new->key))
		err = keep(&key->path, good_key, files->who, fault);
	return err;
}

/* lws would take it for a good one. */
static enum acme_err
clear_upd(struct acme_pair_text *upd, struct acme_span in_place,
	  const char *who, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	if (upd->text.buf.data && !has(upd, in_place))
		err = acme_quarantine_copy(&upd->path, who, fault);
	return err ? err : acme_file_remove(&upd->path, fault);
}

enum acme_err
acme_pair_clear_away(struct acme_pair_files *files,
		     const struct acme_staging *in_place,
		     struct acme_fault *fault)
{
	enum acme_err err = acme_staging_link_remove(&files->live, fault);

	if (!err)
		err = acme_staging_link_remove(&files->next, fault);
	if (!err)
		err = clear_upd(&files->certs[ACME_FILE_UPD], in_place->chain,
				files->who, fault);
	if (!err)
		err = clear_upd(&files->keys[ACME_FILE_UPD], in_place->key,
				files->who, fault);
	return err;
}

enum acme_err
acme_pair_put_live(struct acme_pair_files *files,
		   const struct acme_staging *new, struct acme_fault *fault)
{
	const struct acme_path *cert = &files->certs[ACME_FILE_LIVE].path;
	const struct acme_path *key = &files->keys[ACME_FILE_LIVE].path;
	enum acme_err err;

	err = keep_old(files, new, fault);
	if (!err)
		err = swap_to(files, ACME_FILE_LIVE, &files->live, new, fault);
	if (!err)
		err = acme_file_write(cert, new->chain, fault);
	if (!err)
		err = acme_file_write(key, new->key, fault);
	return err ? err : acme_pair_clear_away(files, new, fault);
}

/*
 * A server that starts beside us looks for the two .upd one after the other: if
 * they came in between, it took the key alone.
 */
static enum acme_err
put_cert_beside_key(struct acme_pair_files *files, struct acme_fault *fault)
{
	const struct acme_path *cert = &files->certs[ACME_FILE_LIVE].path;
	const struct acme_path *key = &files->keys[ACME_FILE_LIVE].path;
	bool is_cert = false, is_key = false;
	enum acme_err err =
		acme_staging_link_is_via(&files->next, cert, &is_cert, fault);

	if (!err)
		err = acme_staging_link_is_via(&files->next, key, &is_key,
					       fault);
	if (err || is_cert || !is_key)
		return err;
	err = keep_good(cert, fault);
	return err ? err
		   : acme_staging_link_point(&files->next, cert,
					     ACME_STAGING_CERT, fault);
}

enum acme_err
acme_pair_put_next(struct acme_pair_files *files,
		   const struct acme_staging *new, struct acme_fault *fault)
{
	enum acme_err err =
		swap_to(files, ACME_FILE_UPD, &files->next, new, fault);

	return err ? err : put_cert_beside_key(files, fault);
}
