/* SPDX-License-Identifier: MIT */
/*
 * It may run as root, in a folder that is a user's.  So the files are read and
 * moved in folders that were opened once, on a way that is root's and that
 * user's alone (store/folder.h): he can lead root to no file but his own.
 */
#include "edge/before_lws.h"

#include "base/log.h"
#include "edge/access.h"
#include "edge/edge.h"
#include "edge/file_ids.h"
#include "edge/server_tls.h"
#include "store/bad.h"
#include "store/foreign.h"
#include "store/lock.h"
#include "store/pair_files.h"

/* For all vhosts together: a user who holds his lock must not keep the server
 * from its start. */
static int64_t patience_ms = 4000;

/* To lws an empty file is none.  One that is too long is no PEM either. */
static bool
is_there(const struct acme_pair_files *files, struct acme_pair_text *text)
{
	acme_pair_files_read(files, text);
	return text->err == ACME_ERR_LIMIT ||
	       (!text->err && text->text.buf.len);
}

static bool
refuses(const struct acme_pair_files *files, struct acme_pair_text *cert,
	struct acme_pair_text *key, struct acme_fault *fault)
{
	return is_there(files, cert) && is_there(files, key) &&
	       acme_server_tls_loads(acme_buf_span(&cert->text.buf),
				     acme_buf_span(&key->text.buf), fault);
}

static bool
refuses_next(struct acme_pair_files *files, struct acme_fault *fault)
{
	struct acme_pair_text *certs = files->certs, *keys = files->keys;
	bool next_cert = is_there(files, &certs[ACME_FILE_UPD]);
	bool next_key = is_there(files, &keys[ACME_FILE_UPD]);

	return refuses(files,
		       &certs[next_cert ? ACME_FILE_UPD : ACME_FILE_LIVE],
		       &keys[next_key ? ACME_FILE_UPD : ACME_FILE_LIVE], fault);
}

static void
move(const struct acme_pair_text *text, const char *who)
{
	struct acme_fault fault;

	if (acme_bad_move(&text->place, who, &fault))
		acme_log(ACME_LOG_ERR, "%s: %s", who, fault.text);
}

static void
look(struct acme_pair_files *files)
{
	struct acme_pair_text *cert = &files->certs[ACME_FILE_LIVE];
	struct acme_pair_text *key = &files->keys[ACME_FILE_LIVE];
	struct acme_fault fault;

	if (!refuses_next(files, &fault))
		return;
	acme_log(ACME_LOG_WARN,
		 "%s: lws could not start with %s and %s, so they count as "
		 "missing: %s",
		 files->who, cert->place.path, key->place.path, fault.text);
	if (is_there(files, &files->keys[ACME_FILE_UPD]))
		move(&files->keys[ACME_FILE_UPD], files->who);
	if (is_there(files, &files->certs[ACME_FILE_UPD]))
		move(&files->certs[ACME_FILE_UPD], files->who);
	if (!refuses(files, cert, key, &fault))
		return;
	move(key, files->who);
	move(cert, files->who);
}

static bool
has_trouble(const struct acme_pair_at *pair)
{
	struct acme_pair_files files;
	struct acme_fault fault;
	bool has = !acme_pair_files_init(&files, pair, NULL) &&
		   refuses_next(&files, &fault);

	acme_pair_files_clear(&files);
	return has;
}

/* Again with the lock, as another server may be amid a commit; who has no
 * trouble here does not wait for it. */
static void
look_locked(const struct acme_pair_at *pair)
{
	struct acme_pair_files files;
	struct acme_fault fault;
	int lock = -1;

	if (!has_trouble(pair))
		return;
	if (acme_access_lock(&pair->key->named, pair->who, &patience_ms, &lock,
			     &fault))
		acme_log(ACME_LOG_WARN, "%s, which is not waited for",
			 fault.text);
	if (!acme_pair_files_init(&files, pair, NULL))
		look(&files);
	acme_pair_files_clear(&files);
	acme_lock_drop(lock);
}

static enum acme_err
open_both(const char *cert, const char *key, struct acme_location *cert_at,
	  struct acme_location *key_at, struct acme_fault *fault)
{
	enum acme_err err =
		acme_location_open(cert_at, cert, ACME_ANY_ONE_USER, fault);
	uid_t user = cert_at->named_in.user;

	return err ? err
		   : acme_location_open(key_at, key,
					user ? user : ACME_ANY_ONE_USER, fault);
}

/* As the vhost will be refused for it. */
static enum acme_err
check_apart(const struct acme_location *cert, const struct acme_location *key,
	    struct acme_fault *fault)
{
	const struct acme_opened pair = { .auth = ACME_LOCATION_INIT,
					  .cert = *cert,
					  .key = *key };
	struct acme_file_ids ids;
	enum acme_err err = acme_file_ids_init(&ids, &pair, fault);

	acme_file_ids_clear(&ids);
	return err;
}

void
acme_before_lws(const char *cert, const char *key, const char *who)
{
	struct acme_location cert_at = ACME_LOCATION_INIT;
	struct acme_location key_at = ACME_LOCATION_INIT;
	const struct acme_pair_at pair = { .cert = &cert_at,
					   .key = &key_at,
					   .who = who };
	struct acme_fault fault;
	enum acme_err err;

	acme_edge_log();
	if (acme_pair_kept_by(cert, key))
		return;
	err = open_both(cert, key, &cert_at, &key_at, &fault);
	if (!err)
		err = check_apart(&cert_at, &key_at, &fault);
	if (!err)
		look_locked(&pair);
	else if (err == ACME_ERR_INVALID)
		acme_log(ACME_LOG_ERR,
			 "%s: %s and %s are left as they are, whatever lws "
			 "makes of them: %s",
			 who, cert, key, fault.text);
	acme_location_close(&cert_at);
	acme_location_close(&key_at);
}
