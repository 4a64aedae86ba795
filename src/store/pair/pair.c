/* SPDX-License-Identifier: MIT */
/*
 * This decides which pair is the one, and where a new one goes; pair_replace.c
 * puts it there.
 */
#include "store/pair/pair.h"

#include "base/log.h"
#include "store/file/file.h"
#include "store/pair/pair_files.h"
#include "store/pair/pair_replace.h"

#include <sys/stat.h>

/* Are both files themselves, and no links to what was found? */
static enum acme_err
look_in_place(const struct acme_pair_files *files, bool *are_files,
	      struct acme_fault *fault)
{
	unsigned int cert = 0, key = 0;
	enum acme_err err = acme_path_kind(&files->certs[ACME_FILE_LIVE].path,
					   &cert, fault);

	if (!err)
		err = acme_path_kind(&files->keys[ACME_FILE_LIVE].path, &key,
				     fault);
	*are_files = S_ISREG(cert) && S_ISREG(key);
	return err;
}

static enum acme_err
look_what_waits(const struct acme_pair_files *files, bool *anything,
		struct acme_fault *fault)
{
	unsigned int cert = 0, key = 0;
	enum acme_err err =
		acme_path_kind(&files->certs[ACME_FILE_UPD].path, &cert, fault);

	if (!err)
		err = acme_path_kind(&files->keys[ACME_FILE_UPD].path, &key,
				     fault);
	*anything = cert || key;
	if (!err && !*anything)
		err = acme_staging_link_is_left(&files->next, anything, fault);
	if (!err && !*anything)
		err = acme_staging_link_is_left(&files->live, anything, fault);
	return err;
}

static enum acme_err
put_in_place(struct acme_pair_files *files, const struct acme_pair_found *found,
	     struct acme_fault *fault)
{
	const struct acme_staging texts = acme_pair_found_texts(found);
	bool is_there = found->cert == &files->certs[ACME_FILE_LIVE] &&
			found->key == &files->keys[ACME_FILE_LIVE];
	bool are_files, anything;
	enum acme_err err = look_in_place(files, &are_files, fault);

	if (!err)
		err = look_what_waits(files, &anything, fault);
	if (err)
		return err;
	if (is_there && are_files)
		return anything ? acme_pair_clear_away(files, &texts, fault)
				: ACME_OK;
	acme_log(ACME_LOG_NOTICE, "%s: %s and %s are put in place", files->who,
		 found->cert->path.path, found->key->path.path);
	return acme_pair_put_live(files, &texts, fault);
}

/* What was found is served in any case; the next start tries again. */
static void
settle(struct acme_pair_files *files, const struct acme_pair_found *found)
{
	struct acme_fault fault;
	enum acme_err err = acme_pair_files_refused(files, &fault);

	if (!err)
		err = put_in_place(files, found, &fault);
	if (err)
		acme_log(ACME_LOG_WARN, "%s: %s", files->who, fault.text);
}

/* None at all is usual at the first start; half of one is not. */
static enum acme_err
tell_missing(const struct acme_pair_files *files, enum acme_err err,
	     struct acme_fault *fault)
{
	const struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];
	const struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];
	bool has_cert = cert->err != ACME_ERR_NOT_FOUND;

	if (err == ACME_ERR_NOT_FOUND &&
	    has_cert != (key->err != ACME_ERR_NOT_FOUND))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "%s is there, but %s is not",
				     (has_cert ? cert : key)->path.path,
				     (has_cert ? key : cert)->path.path);
	return acme_fault_in(fault, err, "%s", files->who);
}

static enum acme_err
give(const struct acme_pair_found *found, struct acme_buf *chain,
     struct acme_secret *key, struct acme_fault *fault)
{
	const struct acme_staging texts = acme_pair_found_texts(found);
	enum acme_err err;
	char *buffer;

	/* Room first: both are appended, or neither. */
	err = acme_buf_reserve(chain, texts.chain.len, &buffer);
	if (!err)
		err = acme_buf_add(&key->buf, texts.key);
	if (!err)
		err = acme_buf_add(chain, texts.chain);
	if (!err)
		return ACME_OK;
	return acme_fault_set(
		fault, err,
		err == ACME_ERR_MEMORY
			? "%s: out of memory"
			: "%s: the pair is longer than is allowed",
		found->cert->path.path);
}

enum acme_err
acme_pair_read(const struct acme_pair_at *pair, bool may_settle, int64_t now_s,
	       struct acme_buf *chain, struct acme_secret *key,
	       struct acme_fault *fault)
{
	struct acme_pair_files files;
	struct acme_pair_found found;
	enum acme_err err;

	err = acme_pair_files_init(&files, pair, fault);
	if (!err)
		err = acme_pair_files_find(&files, now_s, &found, fault);
	if (!err && may_settle)
		settle(&files, &found);
	if (!err)
		err = give(&found, chain, key, fault);
	else
		err = tell_missing(&files, err, fault);
	acme_pair_files_clear(&files);
	return err;
}

/* What whoever looks finds, through the links of the store's too. */
static enum acme_err
compare(const struct acme_pair_text *text, struct acme_span want,
	struct acme_fault *fault)
{
	if (text->err)
		return acme_fault_set(fault, text->err,
				      "%s was written, but can't be read: %s",
				      text->path.path, text->fault.text);
	return acme_span_equal(acme_buf_span(&text->text.buf), want)
		       ? ACME_OK
		       : acme_fault_set(fault, ACME_ERR_SYSTEM,
					"%s is not what was written there",
					text->path.path);
}

/* lws may have put one of the .upd in place already, or both. */
static enum acme_err
read_back(const struct acme_pair_at *pair, enum acme_pair_file file,
	  const struct acme_staging *new, struct acme_fault *fault)
{
	struct acme_pair_files files;
	struct acme_pair_text *cert, *key;
	enum acme_err err = acme_pair_files_init(&files, pair, fault);

	if (!err) {
		cert = acme_pair_files_now(files.certs, &files, file);
		key = acme_pair_files_now(files.keys, &files, file);
		err = compare(cert, new->chain, fault);
		if (!err)
			err = compare(key, new->key, fault);
	}
	acme_pair_files_clear(&files);
	return err == ACME_ERR_NOT_FOUND ? ACME_ERR_SYSTEM : err;
}

enum acme_err
acme_pair_commit(const struct acme_pair_at *pair, enum acme_pair_state state,
		 struct acme_span chain, struct acme_span key,
		 struct acme_fault *fault)
{
	const struct acme_staging new = { .chain = chain, .key = key };
	bool live = state == ACME_PAIR_LIVE;
	struct acme_pair_files files;
	enum acme_err err;

	err = acme_pair_files_init(&files, pair, fault);
	if (!err)
		err = acme_pair_check(chain, key, fault);
	if (!err)
		err = live ? acme_pair_put_live(&files, &new, fault)
			   : acme_pair_put_next(&files, &new, fault);
	if (!err)
		err = read_back(pair, live ? ACME_FILE_LIVE : ACME_FILE_UPD,
				&new, fault);
	if (!err)
		err = acme_file_remove(&files.keys[ACME_FILE_ORDER_KEY].path,
				       fault);
	acme_pair_files_clear(&files);
	return err;
}

enum acme_err
acme_pair_keep_key(const struct acme_pair_at *pair, struct acme_span key,
		   struct acme_fault *fault)
{
	const struct acme_path *named = &pair->key->named;
	struct acme_path path;
	enum acme_err err = acme_path_init(&path, named->folder, named->name,
					   ".new", fault);

	if (!err)
		err = acme_file_write(&path, key, fault);
	acme_path_clear(&path);
	return err;
}

enum acme_err
acme_pair_read_order_key(const struct acme_pair_at *pair,
			 struct acme_secret *key, struct acme_fault *fault)
{
	const struct acme_path *named = &pair->key->named;
	struct acme_path path;
	enum acme_err err = acme_path_init(&path, named->folder, named->name,
					   ".new", fault);

	if (!err)
		err = acme_file_read(&path, key, fault);
	acme_path_clear(&path);
	return err;
}
