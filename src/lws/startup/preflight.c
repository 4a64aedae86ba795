/* SPDX-License-Identifier: MIT */
/*
 * This looks at a vhost's files before lws loads them, and moves away what lws
 * would refuse.  It may run as root, in a folder that is a user's.  So the
 * files are read and moved in folders that were opened once, on a way that is
 * root's and that user's alone (store/file/folder.h): he can lead root to no
 * file but his own.
 */
#define _POSIX_C_SOURCE 200809L /* nanosleep() */
#include "lws/startup/preflight.h"

#include "base/log.h"
#include "lws/files/file_ids.h"
#include "lws/loop/lws_log.h"
#include "lws/serve/server_tls.h"
#include "store/file/errno_fault.h"
#include "store/file/file.h"
#include "store/file/lock.h"
#include "store/pair/foreign.h"
#include "store/pair/pair_files.h"
#include "store/pair/quarantine.h"

#include <errno.h>
#include <time.h>

#define PAUSE_MS 50 /* no event tells that a pair's lock was dropped */

/* For all vhosts together: a user who holds his lock must not keep the server
 * from its start.  Nothing is asked of a flow before that. */
static int64_t patience_ms = 4000;

/* To lws an empty file is none.  One that is too long is no PEM either. */
static bool
is_there(const struct acme_pair_files *files, struct acme_pair_text *text)
{
	acme_pair_files_read(files, text);
	return text->err == ACME_ERR_LIMIT || text->err == ACME_ERR_SYNTAX ||
	       (!text->err && text->text.buf.len);
}

static bool
refuses(const struct acme_pair_files *files, struct acme_pair_text *cert,
	struct acme_pair_text *key, struct acme_fault *fault)
{
	enum acme_err err;

	/* What can't be read now may be all that is missing. */
	if (!is_there(files, cert) || !is_there(files, key) ||
	    acme_pair_files_refused(files, NULL))
		return false;
	err = acme_server_tls_loads(acme_buf_span(&cert->text.buf),
				    acme_buf_span(&key->text.buf), fault);
	/* Without memory or random bytes it says nothing of the pair. */
	return err && err != ACME_ERR_MEMORY && err != ACME_ERR_SYSTEM;
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
log_not_looked_at(const char *who, const char *cert, const char *key,
		  const struct acme_fault *fault)
{
	acme_log(ACME_LOG_ERR,
		 "%s: not checking %s and %s before lws loads them: %s", who,
		 cert, key, fault->text);
}

static void
log_not_read(const struct acme_pair_at *pair, const struct acme_fault *fault)
{
	log_not_looked_at(pair->who, pair->cert->named.path,
			  pair->key->named.path, fault);
}

static void
move(const struct acme_pair_text *text, const char *who)
{
	struct acme_fault fault;

	if (acme_quarantine_move(&text->path, who, &fault))
		acme_log(ACME_LOG_ERR, "%s: %s", who, fault.text);
}

/* By the paths that lws opens: each leads where it leads lws. */
struct opened_by_lws {
	const struct acme_pair_text *text;
	const char *path;
};

#define N_OPENED 4

static void
list(const struct acme_pair_files *files, const struct acme_pair_at *pair,
     struct opened_by_lws opened[N_OPENED])
{
	const struct acme_pair_text *certs = files->certs, *keys = files->keys;

	opened[0].text = &certs[ACME_FILE_UPD];
	opened[0].path = certs[ACME_FILE_UPD].path.path;
	opened[1].text = &keys[ACME_FILE_UPD];
	opened[1].path = keys[ACME_FILE_UPD].path.path;
	opened[2].text = &certs[ACME_FILE_LIVE];
	opened[2].path = pair->cert->named.path;
	opened[3].text = &keys[ACME_FILE_LIVE];
	opened[3].path = pair->key->named.path;
}

static bool
any_waits(const struct acme_pair_files *files, const struct acme_pair_at *pair)
{
	struct opened_by_lws opened[N_OPENED];
	size_t i = 0;

	list(files, pair, opened);
	while (i < N_OPENED && !acme_file_waits(opened[i].path))
		i++;
	return i < N_OPENED;
}

/* A file server that has a lease gives it up when it is asked to. */
static enum acme_file_wait
wait_for_lease(const char *path)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	enum acme_file_wait wait = acme_file_waits(path);

	while (wait == ACME_FILE_LEASED && patience_ms > 0) {
		(void)nanosleep(&pause, NULL);
		patience_ms -= PAUSE_MS;
		wait = acme_file_waits(path);
	}
	return wait;
}

static void
log_not_known(const struct acme_pair_at *pair, const char *path)
{
	struct acme_fault fault;

	(void)acme_errno_fault(&fault, path, "stat", errno);
	log_not_read(pair, &fault);
}

static void
move_what_waits(const struct acme_pair_files *files,
		const struct acme_pair_at *pair)
{
	struct opened_by_lws opened[N_OPENED];
	enum acme_file_wait wait;
	size_t i;

	list(files, pair, opened);
	for (i = 0; i < N_OPENED; i++) {
		wait = wait_for_lease(opened[i].path);
		if (wait == ACME_FILE_LEASED || wait == ACME_FILE_PIPE)
			move(opened[i].text, files->who);
		else if (wait == ACME_FILE_UNKNOWN)
			log_not_known(pair, opened[i].path);
	}
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
		 "%s: lws cannot load %s with %s, moving invalid files to "
		 ".bad: %s",
		 files->who, cert->path.path, key->path.path, fault.text);
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
	struct acme_fault fault, refused;
	enum acme_err err = acme_pair_files_init(&files, pair, &fault);
	bool has = !err &&
		   (any_waits(&files, pair) || refuses_next(&files, &refused));

	if (!err && !has)
		err = acme_pair_files_refused(&files, &fault);
	if (err)
		log_not_read(pair, &fault);
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
	enum acme_err err;
	int lock = -1;

	if (!has_trouble(pair))
		return;
	if (acme_store_request_lock(&pair->key->named, pair->who, &patience_ms,
				    &lock, &fault))
		acme_log(ACME_LOG_WARN, "%s; not waiting for it", fault.text);
	err = acme_pair_files_init(&files, pair, &fault);
	if (!err) {
		move_what_waits(&files, pair);
		look(&files);
		err = acme_pair_files_refused(&files, &fault);
	}
	if (err)
		log_not_read(pair, &fault);
	acme_pair_files_clear(&files);
	acme_lock_drop(lock);
}

static enum acme_err
open_both(const char *cert, const char *key, struct acme_resolved_path *cert_at,
	  struct acme_resolved_path *key_at, struct acme_fault *fault)
{
	enum acme_err err = acme_resolved_path_open(cert_at, cert,
						    ACME_ANY_ONE_USER, fault);
	uid_t user = cert_at->named_in.user;

	return err ? err
		   : acme_resolved_path_open(key_at, key,
					     user ? user : ACME_ANY_ONE_USER,
					     fault);
}

/* As the vhost will be refused for it. */
static enum acme_err
check_apart(const struct acme_store_paths *store_paths, const char *ca_file,
	    const struct acme_resolved_path *cert,
	    const struct acme_resolved_path *key, struct acme_fault *fault)
{
	struct acme_opened_paths all = { .auth = ACME_RESOLVED_PATH_INIT,
					 .cert = *cert,
					 .key = *key };
	struct acme_file_ids ids;
	enum acme_err err;

	if (*store_paths->auth &&
	    acme_resolved_path_open(&all.auth, store_paths->auth,
				    ACME_ANY_ONE_USER, NULL))
		acme_resolved_path_close(&all.auth);
	err = acme_file_ids_init(&ids, &all, ca_file, fault);
	acme_resolved_path_close(&all.auth);
	acme_file_ids_clear(&ids);
	return err;
}

static void
look_at(const struct acme_store_paths *store_paths, const char *ca_file)
{
	struct acme_resolved_path cert = ACME_RESOLVED_PATH_INIT;
	struct acme_resolved_path key = ACME_RESOLVED_PATH_INIT;
	const struct acme_pair_at pair = { .cert = &cert,
					   .key = &key,
					   .who = store_paths->who };
	struct acme_fault fault;
	enum acme_err err = open_both(store_paths->cert, store_paths->key,
				      &cert, &key, &fault);

	if (!err)
		err = check_apart(store_paths, ca_file, &cert, &key, &fault);
	if (!err)
		look_locked(&pair);
	else if (err != ACME_ERR_NOT_FOUND)
		log_not_looked_at(store_paths->who, store_paths->cert,
				  store_paths->key, &fault);
	acme_resolved_path_close(&cert);
	acme_resolved_path_close(&key);
}

/* Only what is nobody else's may be moved.  Where a folder is closed to this
 * process, it could not. */
static void
look_at_ours(const struct acme_store_paths *store_paths, const char *ca_file)
{
	const char *owner = NULL;
	struct acme_fault fault;
	enum acme_err err = acme_foreign_kept_by(
		store_paths->cert, store_paths->key, &owner, &fault);

	if (!err && !owner)
		look_at(store_paths, ca_file);
	else if (err && err != ACME_ERR_INVALID)
		log_not_looked_at(store_paths->who, store_paths->cert,
				  store_paths->key, &fault);
}

static bool
blocks(const char *path)
{
	enum acme_file_wait wait = acme_file_waits(path);

	return wait != ACME_FILE_READY && wait != ACME_FILE_UNKNOWN;
}

/* What was not moved, whatever hindered. */
static enum acme_err
check_waits(const char *path, const char *suffix, const char *who,
	    struct acme_fault *fault)
{
	struct acme_buf name = ACME_BUF_INIT(ACME_PATH_LIMIT);
	enum acme_err err = acme_buf_addf(&name, "%s%s", path, suffix);

	if (err)
		err = acme_fault_set(fault, err, "%s: out of memory", who);
	else if (blocks(name.data))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "%s: lws would block for ever opening "
				     "%s, which is no regular file, or is held "
				     "by another process: remove it",
				     who, name.data);
	acme_buf_clear(&name);
	return err;
}

enum acme_err
acme_preflight(const struct acme_store_paths *store_paths, const char *ca_file,
	       struct acme_fault *fault)
{
	const char *const paths[] = { store_paths->cert, store_paths->key };
	enum acme_err err = ACME_OK;
	size_t i;

	acme_lws_log();
	look_at_ours(store_paths, ca_file);
	for (i = 0; !err && i < 2; i++) {
		err = check_waits(paths[i], "", store_paths->who, fault);
		if (!err)
			err = check_waits(paths[i], ".upd", store_paths->who,
					  fault);
	}
	return err;
}
