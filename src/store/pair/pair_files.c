/* SPDX-License-Identifier: MIT */
/*
 * The usual case reads two files and looks at one pair; the others are for what
 * a crash, an operator or another ACME client left.
 */
#include "store/pair/pair_files.h"

#include "base/limits.h"
#include "crypto/x509/chain.h"
#include "crypto/x509/leaf.h"
#include "store/file/file.h"
#include "store/pair/pair_pem.h"

/* The two .upd are where lws looks for them: beside an operator's link. */
static enum acme_err
name_all(struct acme_pair_files *files, const struct acme_pair_at *pair,
	 struct acme_fault *fault)
{
	const struct acme_path *cert = &pair->cert->found;
	const struct acme_path *key = &pair->key->found;
	const struct {
		struct acme_pair_text *text;
		const struct acme_path *beside;
		const char *suffix;
	} names[] = {
		{ &files->certs[ACME_FILE_UPD], &pair->cert->named, ".upd" },
		{ &files->keys[ACME_FILE_UPD], &pair->key->named, ".upd" },
		{ &files->certs[ACME_FILE_NEXT], &files->next.link,
		  "/" ACME_STAGING_CERT },
		{ &files->keys[ACME_FILE_NEXT], &files->next.link,
		  "/" ACME_STAGING_KEY },
		{ &files->certs[ACME_FILE_LIVE], cert, "" },
		{ &files->keys[ACME_FILE_LIVE], key, "" },
		{ &files->keys[ACME_FILE_ORDER_KEY], &pair->key->named,
		  ".new" },
		{ &files->certs[ACME_FILE_OLD], cert, ".old.0" },
		{ &files->keys[ACME_FILE_OLD], key, ".old.0" },
	};
	enum acme_err err = ACME_OK;
	size_t i;

	for (i = 0; !err && i < sizeof(names) / sizeof(names[0]); i++)
		err = acme_path_init(
			&names[i].text->path, names[i].beside->folder,
			names[i].beside->name, names[i].suffix, fault);
	return err;
}

static void
init_text(struct acme_pair_text *text, const char *part, size_t limit)
{
	text->part = part;
	text->limit = limit;
	text->text = (struct acme_secret)ACME_SECRET_INIT(ACME_PEM_FILE_MAX);
}

enum acme_err
acme_pair_files_init(struct acme_pair_files *files,
		     const struct acme_pair_at *pair, struct acme_fault *fault)
{
	const struct acme_path *key = &pair->key->named;
	enum acme_err err;
	size_t i;

	*files = (struct acme_pair_files){ .who = pair->who,
					   .is_served = pair->is_served };
	for (i = 0; i < ACME_FILE__MAX; i++) {
		init_text(&files->certs[i], ACME_STAGING_CERT,
			  ACME_CHAIN_TEXT_MAX);
		init_text(&files->keys[i], ACME_STAGING_KEY, ACME_KEY_TEXT_MAX);
	}
	files->certs[ACME_FILE_NEXT].via = &files->next;
	files->keys[ACME_FILE_NEXT].via = &files->next;
	err = acme_staging_link_init(&files->next, key, ACME_STAGING_LINK_NEXT,
				     fault);
	if (!err)
		err = acme_staging_link_init(&files->live, key,
					     ACME_STAGING_LINK_LIVE, fault);
	return err ? err : name_all(files, pair, fault);
}

static void
clear_text(struct acme_pair_text *text)
{
	acme_path_clear(&text->path);
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
	acme_staging_link_clear(&files->next);
	acme_staging_link_clear(&files->live);
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

/* By way of which symlink does it lead?  NULL: none of ours. */
static enum acme_err
find_symlink(const struct acme_pair_files *files,
	     const struct acme_pair_text *text,
	     const struct acme_staging_link **symlink, struct acme_fault *fault)
{
	const struct acme_staging_link *const both[] = { &files->next,
							 &files->live };
	enum acme_err err = ACME_OK;
	bool is_via;
	size_t i;

	*symlink = text->via;
	for (i = 0; !err && !*symlink && i < 2; i++) {
		err = acme_staging_link_is_via(both[i], &text->path, &is_via,
					       fault);
		if (!err && is_via)
			*symlink = both[i];
	}
	return err;
}

/* A link of the store's that leads nowhere is what a crash left,
 * and no file. */
static enum acme_err
read_there(const struct acme_pair_files *files, struct acme_pair_text *text)
{
	struct acme_fault *fault = &text->fault;
	const struct acme_staging_link *symlink;
	bool is_ours = false;
	enum acme_err err = find_symlink(files, text, &symlink, fault);

	if (!err && !symlink)
		err = acme_path_is_ours(&text->path, &is_ours, fault);
	if (err)
		return err;
	if (!symlink && !is_ours)
		return acme_file_read(&text->path, &text->text, fault);
	err = symlink ? acme_staging_link_read(symlink, text->part, &text->text,
					       fault)
		      : ACME_ERR_NOT_FOUND;
	return err == ACME_ERR_NOT_FOUND
		       ? acme_fault_set(fault, err, "%s: is not there",
					text->path.path)
		       : err;
}

static enum acme_err
read_blocks(const struct acme_pair_files *files, struct acme_pair_text *text)
{
	enum acme_err err = read_there(files, text);

	if (err)
		return err;
	err = acme_pair_pem_shrink(&text->text, text->limit, &text->fault);
	return err ? acme_fault_in(&text->fault, err, "%s", text->path.path)
		   : ACME_OK;
}

void
acme_pair_files_read(const struct acme_pair_files *files,
		     struct acme_pair_text *text)
{
	if (text->is_read)
		return;
	text->err =
		text->path.name ? read_blocks(files, text) : ACME_ERR_NOT_FOUND;
	text->is_read = true;
}

enum acme_err
acme_pair_text_refused(const struct acme_pair_text *text,
		       struct acme_fault *fault)
{
	if (text->err != ACME_ERR_SYSTEM && text->err != ACME_ERR_MEMORY)
		return ACME_OK;
	return acme_fault_set(fault, text->err, "%s", text->fault.text);
}

enum acme_err
acme_pair_files_refused(const struct acme_pair_files *files,
			struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	size_t i;

	for (i = 0; !err && i < ACME_FILE__MAX; i++) {
		err = acme_pair_text_refused(&files->certs[i], fault);
		if (!err)
			err = acme_pair_text_refused(&files->keys[i], fault);
	}
	return err;
}

enum acme_err
acme_pair_files_unjudged(const struct acme_pair_files *files,
			 struct acme_fault *fault)
{
	const struct acme_fault *why = &files->unjudged;

	return why->err ? acme_fault_set(fault, why->err, "%s", why->text)
			: ACME_OK;
}

static struct acme_span
span_of(const struct acme_pair_text *text)
{
	return acme_buf_span(&text->text.buf);
}

/*
 * What serves it is asked last, of what we refused: no chain that an intruder
 * has the privileged process write (lws/privsep/privsep.h) comes that far, as
 * we judge that.
 */
static enum acme_err
ask_server(const struct acme_pair_files *files,
	   const struct acme_pair_text *cert, const struct acme_pair_text *key,
	   int64_t *not_after_s, struct acme_fault *fault)
{
	struct acme_cert_info info;
	enum acme_err err =
		files->is_served(span_of(cert), span_of(key), fault);

	if (!err)
		err = acme_leaf_info(span_of(cert), &info, fault);
	if (err)
		return acme_fault_in(fault, err, "%s with %s", cert->path.path,
				     key->path.path);
	*not_after_s = info.not_after_s;
	return ACME_OK;
}

/* Of texts that were read. */
static bool
says_nothing(enum acme_err err)
{
	return err == ACME_ERR_MEMORY || err == ACME_ERR_SYSTEM;
}

/* Of two opinions against it, ours is told. */
static enum acme_err
judge(const struct acme_pair_files *files, const struct acme_pair_text *cert,
      const struct acme_pair_text *key, int64_t *not_after_s,
      struct acme_fault *fault)
{
	struct acme_fault of_server = { .err = ACME_OK };
	enum acme_err err, served;

	err = check_texts(span_of(cert), cert->path.path, span_of(key),
			  key->path.path, not_after_s, fault);
	if (!err || says_nothing(err) || !files->is_served)
		return err;
	served = ask_server(files, cert, key, not_after_s, &of_server);
	if (says_nothing(served))
		*fault = of_server;
	return !served || says_nothing(served) ? served : err;
}

static enum acme_err
check(struct acme_pair_files *files, struct acme_pair_text *cert,
      struct acme_pair_text *key, struct acme_pair_found *found,
      struct acme_fault *fault)
{
	struct acme_fault why = { .err = ACME_OK };
	bool is_unjudged;
	enum acme_err err;

	if (cert->err || key->err) {
		why = cert->err ? cert->fault : key->fault;
		err = cert->err ? cert->err : key->err;
		is_unjudged = err == ACME_ERR_MEMORY;
	} else {
		err = judge(files, cert, key, &found->not_after_s, &why);
		is_unjudged = says_nothing(err);
	}
	if (is_unjudged)
		files->unjudged = why;
	if (err)
		return acme_fault_set(fault, err, "%s", why.text);
	found->cert = cert;
	found->key = key;
	return ACME_OK;
}

enum acme_err
acme_pair_files_at(struct acme_pair_files *files, enum acme_pair_file file,
		   struct acme_pair_found *found, struct acme_fault *fault)
{
	acme_pair_files_read(files, &files->certs[file]);
	acme_pair_files_read(files, &files->keys[file]);
	return check(files, &files->certs[file], &files->keys[file], found,
		     fault);
}

struct acme_pair_text *
acme_pair_files_now(struct acme_pair_text *texts,
		    const struct acme_pair_files *files,
		    enum acme_pair_file file)
{
	struct acme_pair_text *text = &texts[file];

	unsigned int kind = 0;

	if (file == ACME_FILE_UPD &&
	    !acme_path_kind(&text->path, &kind, NULL) && !kind)
		text = &texts[ACME_FILE_LIVE];
	acme_pair_files_read(files, text);
	return text;
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
		acme_pair_files_read(files, &files->keys[i]);
		if (!check(files, &files->certs[cert], &files->keys[i], found,
			   NULL) &&
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
	enum acme_err err;
	size_t i, pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < ACME_FILE__MAX; i++)
			if (find_key(files, (enum acme_pair_file)i,
				     after_s[pass], found))
				return acme_pair_files_unjudged(files, fault);
	err = acme_pair_files_unjudged(files, fault);
	return err ? err
		   : acme_pair_files_at(files, ACME_FILE_LIVE, found, fault);
}

static bool
match(struct acme_pair_files *files, struct acme_pair_text *cert,
      struct acme_pair_text *key)
{
	struct acme_pair_found found;

	acme_pair_files_read(files, cert);
	acme_pair_files_read(files, key);
	return !check(files, cert, key, &found, NULL);
}

bool
acme_pair_files_cert_is_good(struct acme_pair_files *files)
{
	struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];

	return match(files, cert, &files->keys[ACME_FILE_LIVE]) ||
	       match(files, cert, &files->keys[ACME_FILE_OLD]);
}

bool
acme_pair_files_key_is_good(struct acme_pair_files *files)
{
	struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];

	return match(files, &files->certs[ACME_FILE_LIVE], key) ||
	       match(files, &files->certs[ACME_FILE_OLD], key);
}

struct acme_staging
acme_pair_found_texts(const struct acme_pair_found *found)
{
	return (struct acme_staging){ .chain = span_of(found->cert),
				      .key = span_of(found->key) };
}
