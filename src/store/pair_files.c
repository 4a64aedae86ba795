/* SPDX-License-Identifier: MIT */
/*
 * The usual case reads two files and looks at one pair; the others are for what
 * a crash, an operator or another ACME client left.
 */
#include "store/pair_files.h"

#include "crypto/chain.h"
#include "store/file.h"
#include "store/place.h"

#include <stdlib.h>

#define CHAIN_TEXT_MAX (256 * 1024)

static void
name_text(struct acme_pair_text *text, const char *path, const char *suffix,
	  size_t limit)
{
	text->path = acme_place_beside(path, suffix);
	text->text = (struct acme_secret)ACME_SECRET_INIT(limit);
}

/* The two .upd are where lws looks for them: beside an operator's link. */
static bool
name_all(struct acme_pair_files *files, const struct acme_pair_paths *paths,
	 const char *cert, const char *key)
{
	const struct {
		struct acme_pair_text *text;
		const char *path, *suffix;
		size_t limit;
	} names[] = {
		{ &files->certs[ACME_FILE_UPD], paths->cert, ".upd",
		  CHAIN_TEXT_MAX },
		{ &files->keys[ACME_FILE_UPD], paths->key, ".upd",
		  ACME_KEY_TEXT_MAX },
		{ &files->certs[ACME_FILE_NEXT], files->next.link,
		  "/" ACME_GENERATION_CERT, CHAIN_TEXT_MAX },
		{ &files->keys[ACME_FILE_NEXT], files->next.link,
		  "/" ACME_GENERATION_KEY, ACME_KEY_TEXT_MAX },
		{ &files->certs[ACME_FILE_LIVE], cert, "", CHAIN_TEXT_MAX },
		{ &files->keys[ACME_FILE_LIVE], key, "", ACME_KEY_TEXT_MAX },
		{ &files->keys[ACME_FILE_KEPT], paths->key, ".new",
		  ACME_KEY_TEXT_MAX },
		{ &files->certs[ACME_FILE_OLD], cert, ".old.0",
		  CHAIN_TEXT_MAX },
		{ &files->keys[ACME_FILE_OLD], key, ".old.0",
		  ACME_KEY_TEXT_MAX },
	};
	bool all = true;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		name_text(names[i].text, names[i].path, names[i].suffix,
			  names[i].limit);
		all = all && names[i].text->path;
	}
	return all;
}

enum acme_err
acme_pair_files_init(struct acme_pair_files *files,
		     const struct acme_pair_paths *paths,
		     struct acme_fault *fault)
{
	char *cert = acme_place_of(paths->cert, fault);
	char *key = cert ? acme_place_of(paths->key, fault) : NULL;
	enum acme_err err = ACME_OK;

	*files = (struct acme_pair_files){ .who = paths->who };
	if (!key)
		err = ACME_ERR_SYSTEM;
	else if (!acme_switch_init(&files->next, paths->key,
				   ACME_SWITCH_NEXT) ||
		 !acme_switch_init(&files->live, paths->key,
				   ACME_SWITCH_LIVE) ||
		 !name_all(files, paths, cert, key))
		err = acme_fault_set(fault, ACME_ERR_MEMORY,
				     "%s: out of memory", paths->cert);
	free(cert);
	free(key);
	return err;
}

static void
clear_text(struct acme_pair_text *text)
{
	free(text->path);
	acme_secret_clear(&text->text);
}

void
acme_pair_files_clear(struct acme_pair_files *files)
{
	size_t i;

	for (i = 0; i < ACME_FILE__MAX; i++) {
		clear_text(&files->certs[i]);
		clear_text(&files->keys[i]);
	}
	acme_switch_clear(&files->next);
	acme_switch_clear(&files->live);
}

/* ${cert} and ${key} name them in ${fault}. */
static enum acme_err
check_texts(struct acme_span chain, const char *cert, struct acme_span key_pem,
	    const char *key, int64_t *not_after_s, struct acme_fault *fault)
{
	struct acme_cert_info info;
	struct acme_key *parsed = NULL;
	enum acme_err err;

	err = acme_key_from_pem(key_pem, &parsed, fault);
	if (err)
		return acme_fault_in(fault, err, "%s", key);
	err = acme_chain_is_for(chain, parsed, &info, fault);
	acme_key_unref(parsed);
	if (err)
		return acme_fault_in(fault, err, "%s with %s", cert, key);
	*not_after_s = info.not_after_s;
	return ACME_OK;
}

enum acme_err
acme_pair_check(struct acme_span chain, struct acme_span key,
		struct acme_fault *fault)
{
	int64_t not_after_s;

	return check_texts(chain, "the new chain", key, "the new key",
			   &not_after_s, fault);
}

static void
read_text(struct acme_pair_text *text)
{
	if (!text->path)
		text->err = ACME_ERR_NOT_FOUND;
	else if (!text->text.buf.data)
		text->err =
			acme_file_read(text->path, &text->text, &text->fault);
}

static struct acme_span
span_of(const struct acme_pair_text *text)
{
	return acme_buf_span(&text->text.buf);
}

static enum acme_err
check(struct acme_pair_text *cert, struct acme_pair_text *key,
      struct acme_pair_found *found, struct acme_fault *fault)
{
	enum acme_err err;

	if (cert->err)
		return acme_fault_set(fault, cert->err, "%s", cert->fault.text);
	if (key->err)
		return acme_fault_set(fault, key->err, "%s", key->fault.text);
	err = check_texts(span_of(cert), cert->path, span_of(key), key->path,
			  &found->not_after_s, fault);
	if (err)
		return err;
	found->cert = cert;
	found->key = key;
	return ACME_OK;
}

enum acme_err
acme_pair_files_at(struct acme_pair_files *files, enum acme_pair_file file,
		   struct acme_pair_found *found, struct acme_fault *fault)
{
	read_text(&files->certs[file]);
	read_text(&files->keys[file]);
	return check(&files->certs[file], &files->keys[file], found, fault);
}

/* Its own key first, then the others in the order of their names. */
static bool
find_key(struct acme_pair_files *files, enum acme_pair_file cert,
	 int64_t after_s, struct acme_pair_found *found)
{
	size_t i;

	if (!acme_pair_files_at(files, cert, found, NULL) &&
	    found->not_after_s > after_s)
		return true;
	for (i = 0; i < ACME_FILE__MAX; i++) {
		read_text(&files->keys[i]);
		if (!check(&files->certs[cert], &files->keys[i], found, NULL) &&
		    found->not_after_s > after_s)
			return true;
	}
	return false;
}

enum acme_err
acme_pair_files_find(struct acme_pair_files *files, int64_t now_s,
		     struct acme_pair_found *found, struct acme_fault *fault)
{
	const int64_t after_s[] = { now_s, INT64_MIN };
	size_t i, pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < ACME_FILE__MAX; i++)
			if (find_key(files, (enum acme_pair_file)i,
				     after_s[pass], found))
				return ACME_OK;
	return acme_pair_files_at(files, ACME_FILE_LIVE, found, fault);
}

static bool
match(struct acme_pair_text *cert, struct acme_pair_text *key)
{
	struct acme_pair_found found;

	read_text(cert);
	read_text(key);
	return !check(cert, key, &found, NULL);
}

bool
acme_pair_files_cert_is_good(struct acme_pair_files *files)
{
	struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];

	return match(cert, &files->keys[ACME_FILE_LIVE]) ||
	       match(cert, &files->keys[ACME_FILE_OLD]);
}

bool
acme_pair_files_key_is_good(struct acme_pair_files *files)
{
	struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];

	return match(&files->certs[ACME_FILE_LIVE], key) ||
	       match(&files->certs[ACME_FILE_OLD], key);
}

struct acme_generation
acme_pair_found_texts(const struct acme_pair_found *found)
{
	return (struct acme_generation){ .chain = span_of(found->cert),
					 .key = span_of(found->key) };
}
