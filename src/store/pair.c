/* SPDX-License-Identifier: MIT */
/*
 * Two files can't be replaced as one.  So the key is kept first, under a name
 * of its own, then the chain is replaced, then the key, and then the kept one
 * is removed: at each moment one of the two keys on disk is the chain's.
 */
#include "store/pair.h"

#include "base/log.h"
#include "crypto/chain.h"
#include "store/file.h"

#include <stdlib.h>

#define PATH_LIMIT 65536

/* The path of the kept key; NULL when memory is short. */
static char *
kept_path(const struct acme_pair_paths *paths)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);

	return acme_buf_addf(&path, "%s.new", paths->key) ? NULL : path.data;
}

static enum acme_err
no_memory(const struct acme_pair_paths *paths, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_MEMORY, "%s: out of memory",
			      paths->key);
}

/* Read the key at ${path} if it is the one of ${chain}. */
static enum acme_err
read_key_of(struct acme_span chain, const char *path, struct acme_secret *pem,
	    struct acme_fault *fault)
{
	struct acme_secret text = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key = NULL;
	struct acme_cert_info info;
	enum acme_err err;

	err = acme_file_read(path, &text, fault);
	if (err)
		goto out;
	err = acme_key_from_pem(acme_buf_span(&text.buf), &key, fault);
	if (!err)
		err = acme_chain_check(chain, key, NULL, 0, &info, fault);
	if (err)
		err = acme_fault_in(fault, err, "%s", path);
	else if (acme_buf_add(&pem->buf, acme_buf_span(&text.buf)))
		err = acme_fault_set(fault, ACME_ERR_LIMIT,
				     "%s: longer than expected", path);
out:
	acme_key_unref(key);
	acme_secret_clear(&text);
	return err;
}

static enum acme_err
put_key(const struct acme_pair_paths *paths, const char *kept,
	struct acme_span key, struct acme_fault *fault)
{
	enum acme_err err = acme_file_write(paths->key, key, fault);

	return err ? err : acme_file_remove(kept, fault);
}

/*
 * The key that a crash left in KEY.new.  Where it can't be put in its place,
 * the pair is good all the same, and the next start tries again.
 */
static enum acme_err
recover(const struct acme_pair_paths *paths, struct acme_span chain,
	struct acme_secret *pem, struct acme_fault *fault)
{
	struct acme_secret found = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_fault put_fault;
	char *kept = kept_path(paths);
	enum acme_err err;

	if (!kept)
		return no_memory(paths, fault);
	err = read_key_of(chain, kept, &found, fault);
	if (err)
		goto out;
	if (put_key(paths, kept, acme_buf_span(&found.buf), &put_fault))
		acme_log(ACME_LOG_WARN, "recovery of a key: %s",
			 put_fault.text);
	if (acme_buf_add(&pem->buf, acme_buf_span(&found.buf)))
		err = acme_fault_set(fault, ACME_ERR_LIMIT,
				     "%s: longer than expected", kept);
out:
	acme_secret_clear(&found);
	free(kept);
	return err;
}

static enum acme_err
read_either_key(const struct acme_pair_paths *paths, struct acme_span chain,
		struct acme_secret *pem, struct acme_fault *fault)
{
	enum acme_err err = read_key_of(chain, paths->key, pem, fault);

	/* What is wrong with the key is told, not that no other was kept. */
	if (err && !recover(paths, chain, pem, NULL))
		return ACME_OK;
	return err;
}

enum acme_err
acme_pair_read(const struct acme_pair_paths *paths, struct acme_buf *chain,
	       struct acme_secret *key, struct acme_fault *fault)
{
	struct acme_secret text = ACME_SECRET_INIT(chain->limit - chain->len);
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	enum acme_err err;
	char *room;

	err = acme_file_read(paths->cert, &text, fault);
	if (!err)
		err = read_either_key(paths, acme_buf_span(&text.buf), &pem,
				      fault);
	if (err)
		goto out;
	/* Room first: both are appended, or neither. */
	err = acme_buf_reserve(chain, text.buf.len, &room);
	if (!err)
		err = acme_buf_add(&key->buf, acme_buf_span(&pem.buf));
	if (!err)
		err = acme_buf_add(chain, acme_buf_span(&text.buf));
	if (err)
		err = acme_fault_set(fault, err, "%s: no room for the pair",
				     paths->cert);
out:
	acme_secret_clear(&text);
	acme_secret_clear(&pem);
	return err;
}

enum acme_err
acme_pair_keep_key(const struct acme_pair_paths *paths, struct acme_span key,
		   struct acme_fault *fault)
{
	char *kept = kept_path(paths);
	enum acme_err err;

	if (!kept)
		return no_memory(paths, fault);
	err = acme_file_write(kept, key, fault);
	free(kept);
	return err;
}

enum acme_err
acme_pair_read_kept_key(const struct acme_pair_paths *paths,
			struct acme_secret *key, struct acme_fault *fault)
{
	char *kept = kept_path(paths);
	enum acme_err err;

	if (!kept)
		return no_memory(paths, fault);
	err = acme_file_read(kept, key, fault);
	free(kept);
	return err;
}

enum acme_err
acme_pair_commit(const struct acme_pair_paths *paths, struct acme_span chain,
		 struct acme_fault *fault)
{
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	char *kept = kept_path(paths);
	enum acme_err err;

	if (!kept)
		return no_memory(paths, fault);
	err = read_key_of(chain, kept, &key, fault);
	if (!err)
		err = acme_file_write(paths->cert, chain, fault);
	if (!err)
		err = put_key(paths, kept, acme_buf_span(&key.buf), fault);
	acme_secret_clear(&key);
	free(kept);
	return err;
}
