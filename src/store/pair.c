/* SPDX-License-Identifier: MIT */
/* Which pair is the one, and where a new one goes; pair_replace.c puts it there. */
#include "store/pair.h"

#include "base/log.h"
#include "store/file.h"
#include "store/folder.h"
#include "store/pair_files.h"
#include "store/pair_replace.h"
#include "store/place.h"

#include <stdlib.h>
#include <sys/stat.h>

static bool
is_file(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISREG(st.st_mode);
}

static bool
is_there(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

/* What was found is served in any case; the next start tries again. */
static void
settle(struct acme_pair_files *files, const struct acme_pair_found *found)
{
	const struct acme_generation texts = acme_pair_found_texts(found);
	struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];
	struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];
	struct acme_fault fault;
	enum acme_err err = ACME_OK;

	if (found->cert != cert || found->key != key || !is_file(cert->path) ||
	    !is_file(key->path)) {
		acme_log(ACME_LOG_NOTICE, "%s: %s and %s are put in place",
			 files->who, found->cert->path, found->key->path);
		err = acme_pair_put_live(files, &texts, &fault);
	} else if (is_there(files->certs[ACME_FILE_UPD].path) ||
		   is_there(files->keys[ACME_FILE_UPD].path) ||
		   is_there(files->next.link) || is_there(files->live.link)) {
		err = acme_pair_clear_away(files, &texts, &fault);
	}
	if (err)
		acme_log(ACME_LOG_WARN, "%s: %s", files->who, fault.text);
}

/* A link of ours that leads nowhere yet is what a crash left, and no file. */
static bool
leads_to_a_file(const char *path)
{
	struct stat st;

	return !stat(path, &st);
}

/* None at all is usual at the first start; half of one is not. */
static enum acme_err
tell_missing(const struct acme_pair_paths *paths, enum acme_err err,
	     struct acme_fault *fault)
{
	bool has_cert = leads_to_a_file(paths->cert);

	if (err == ACME_ERR_NOT_FOUND &&
	    has_cert != leads_to_a_file(paths->key))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "%s is there, but %s is not",
				     has_cert ? paths->cert : paths->key,
				     has_cert ? paths->key : paths->cert);
	return acme_fault_in(fault, err, "%s", paths->who);
}

static enum acme_err
give(const struct acme_pair_found *found, struct acme_buf *chain,
     struct acme_secret *key, struct acme_fault *fault)
{
	const struct acme_generation texts = acme_pair_found_texts(found);
	enum acme_err err;
	char *room;

	/* Room first: both are appended, or neither. */
	err = acme_buf_reserve(chain, texts.chain.len, &room);
	if (!err)
		err = acme_buf_add(&key->buf, texts.key);
	if (!err)
		err = acme_buf_add(chain, texts.chain);
	return err ? acme_fault_set(fault, err, "%s: no room for the pair",
				    found->cert->path)
		   : ACME_OK;
}

enum acme_err
acme_pair_read(const struct acme_pair_paths *paths, int64_t now_s,
	       struct acme_buf *chain, struct acme_secret *key,
	       struct acme_fault *fault)
{
	int lock = acme_folder_lock(paths->key);
	struct acme_pair_files files;
	struct acme_pair_found found;
	enum acme_err err;

	err = acme_pair_files_init(&files, paths, fault);
	if (!err)
		err = acme_pair_files_find(&files, now_s, &found, fault);
	if (!err && found.not_after_s <= now_s)
		acme_log(ACME_LOG_WARN,
			 "%s: the certificate %s has expired: it is renewed",
			 paths->who, found.cert->path);
	if (!err)
		settle(&files, &found);
	if (!err)
		err = give(&found, chain, key, fault);
	else
		err = tell_missing(paths, err, fault);
	acme_pair_files_clear(&files);
	acme_folder_unlock(lock);
	return err;
}

enum acme_err
acme_pair_commit(const struct acme_pair_paths *paths,
		 enum acme_pair_place place, struct acme_span chain,
		 struct acme_span key, struct acme_fault *fault)
{
	const struct acme_generation new = { .chain = chain, .key = key };
	int lock = acme_folder_lock(paths->key);
	struct acme_pair_files files;
	enum acme_err err;

	err = acme_pair_files_init(&files, paths, fault);
	if (!err)
		err = acme_pair_check(chain, key, fault);
	if (!err && place == ACME_PAIR_LIVE)
		err = acme_pair_put_live(&files, &new, fault);
	else if (!err)
		err = acme_pair_put_next(&files, &new, fault);
	if (!err)
		err = acme_file_remove(files.keys[ACME_FILE_KEPT].path, fault);
	acme_pair_files_clear(&files);
	acme_folder_unlock(lock);
	return err;
}

enum acme_err
acme_pair_keep_key(const struct acme_pair_paths *paths, struct acme_span key,
		   struct acme_fault *fault)
{
	char *kept = acme_place_beside(paths->key, ".new");
	enum acme_err err =
		kept ? acme_file_write(kept, key, fault)
		     : acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", paths->key);

	free(kept);
	return err;
}

enum acme_err
acme_pair_read_kept_key(const struct acme_pair_paths *paths,
			struct acme_secret *key, struct acme_fault *fault)
{
	char *kept = acme_place_beside(paths->key, ".new");
	enum acme_err err =
		kept ? acme_file_read(kept, key, fault)
		     : acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: out of memory", paths->key);

	free(kept);
	return err;
}
