/* SPDX-License-Identifier: MIT */
/*
 * It may run as root, in a folder that is a user's: so files are read as lws
 * is about to read them, and moved with the rights of the folder's owner, who
 * could lead root to other files by links.
 */
#define _DEFAULT_SOURCE
#include "edge/before_lws.h"

#include "base/log.h"
#include "edge/edge.h"
#include "edge/server_tls.h"
#include "store/bad.h"
#include "store/file.h"
#include "store/folder.h"
#include "store/place.h"

#include <stdlib.h>
#include <sys/fsuid.h>

#define PEM_MAX (256 * 1024)

/* The four names that lws looks at. */
struct names {
	const char *cert, *key, *who;
	char *next_cert, *next_key; /* .upd; NULL: no memory */
};

/* To lws an empty file is none.  One that is too long is no PEM either. */
static bool
is_there(const char *path, struct acme_secret *text)
{
	enum acme_err err = acme_file_read(path, text, NULL);

	return err == ACME_ERR_LIMIT || (!err && text->buf.len);
}

static bool
any(const char *path)
{
	struct acme_secret text = ACME_SECRET_INIT(PEM_MAX);
	bool found = path && is_there(path, &text);

	acme_secret_clear(&text);
	return found;
}

static bool
refuses(const char *cert, const char *key, struct acme_fault *fault)
{
	struct acme_secret chain_text = ACME_SECRET_INIT(PEM_MAX);
	struct acme_secret key_text = ACME_SECRET_INIT(PEM_MAX);
	struct acme_server_tls_pair *pair = NULL;
	bool both = is_there(cert, &chain_text) && is_there(key, &key_text);
	bool refused =
		both && acme_server_tls_parse(acme_buf_span(&chain_text.buf),
					      acme_buf_span(&key_text.buf),
					      &pair, fault);

	acme_server_tls_free(pair);
	acme_secret_clear(&chain_text);
	acme_secret_clear(&key_text);
	return refused;
}

static bool
refuses_next(const struct names *names, struct acme_fault *fault)
{
	const char *cert =
		any(names->next_cert) ? names->next_cert : names->cert;
	const char *key = any(names->next_key) ? names->next_key : names->key;

	return refuses(cert, key, fault);
}

/* Only root can become another for a moment; who is not root stays himself. */
static void
move(const char *path, const char *who)
{
	struct acme_folder folder;
	struct acme_fault fault;
	enum acme_err err =
		acme_folder_look(acme_folder_of(path), &folder, &fault);

	if (!err) {
		int gid = setfsgid(folder.gid), uid = setfsuid(folder.uid);

		err = acme_bad_move(path, who, &fault);
		setfsuid((uid_t)uid);
		setfsgid((gid_t)gid);
	}
	if (err)
		acme_log(ACME_LOG_ERR, "%s: %s", who, fault.text);
}

static void
tell(const struct names *names, const struct acme_fault *fault)
{
	acme_log(ACME_LOG_WARN,
		 "%s: lws could not start with %s and %s, so they count as "
		 "missing: %s",
		 names->who, names->cert, names->key, fault->text);
}

static void
look(const struct names *names)
{
	struct acme_fault fault;

	if (!refuses_next(names, &fault))
		return;
	tell(names, &fault);
	if (any(names->next_key))
		move(names->next_key, names->who);
	if (any(names->next_cert))
		move(names->next_cert, names->who);
	if (!refuses(names->cert, names->key, &fault))
		return;
	move(names->key, names->who);
	move(names->cert, names->who);
}

/* Again with the lock, as another server may be amid a commit; who has no
 * trouble here does not wait for it. */
static void
look_locked(const struct names *names)
{
	struct acme_fault fault;
	int lock;

	if (!refuses_next(names, &fault))
		return;
	lock = acme_folder_lock(names->key);
	look(names);
	acme_folder_unlock(lock);
}

void
acme_before_lws(const struct acme_pair_paths *paths)
{
	struct names names = {
		.cert = paths->cert,
		.key = paths->key,
		.who = paths->who,
		.next_cert = acme_place_beside(paths->cert, ".upd"),
		.next_key = acme_place_beside(paths->key, ".upd"),
	};

	acme_edge_log();
	look_locked(&names);
	free(names.next_cert);
	free(names.next_key);
}
