/* SPDX-License-Identifier: MIT */
/*
 * This finds out with whose rights a vhost's files are read and written.  lws
 * calls PROTOCOL_INIT while it is root only with EXPLICIT_VHOSTS; without, the
 * program has called lws_acme_prepare().
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "lws/privsep/file_rights.h"

#include "base/log.h"
#include "lws/privsep/privsep.h"
#include "store/file/folder_look.h"

#include <unistd.h>

#if LWS_LIBRARY_VERSION_NUMBER >= 4002000
typedef uid_t lws_uid;
typedef gid_t lws_gid;
#else
typedef int lws_uid;
typedef int lws_gid;
#endif

/* For the lws context that is about to be made. */
static struct acme_privsep *prepared;

/* 0: it stays root. */
static uid_t
uid_to_be(struct acme_file_rights *rights)
{
	lws_uid uid = 0;
	lws_gid gid = 0;

	if (geteuid())
		return geteuid();
	lws_get_effective_uid_gid(rights->context, &uid, &gid);
	return uid == (lws_uid)-1 ? 0 : (uid_t)uid;
}

/* What is not there yet will be root's, as the log says that it should be; ""
 * is no place. */
static bool
is_of(const char *path, uid_t uid)
{
	struct acme_folder_facts folder;

	return !*path ||
	       (!acme_folder_look(acme_folder_of(path), &folder, NULL) &&
		folder.uid == uid);
}

static void
take_privsep(struct acme_file_rights *rights, const char *who)
{
	struct acme_fault fault;

	if (rights->privsep)
		return;
	rights->privsep = prepared;
	prepared = NULL;
	if (rights->privsep || geteuid())
		return;
	rights->privsep = acme_privsep_start(&fault);
	if (!rights->privsep)
		acme_log(ACME_LOG_ERR, "%s: %s", who, fault.text);
}

static bool
has_privsep(const struct acme_file_rights *rights)
{
	return rights->privsep || prepared;
}

/* Of a server that is one user, and has no privileged process, it is his right
 * that is used; else that of the user that it becomes, in his own folders. */
static void
find_users(struct acme_store_paths *paths, bool with_privsep, uid_t uid)
{
	bool all = geteuid() && !with_privsep;
	bool auth = all || is_of(paths->auth, uid);
	bool pair = all || (is_of(paths->cert, uid) && is_of(paths->key, uid));

	paths->auth_user = auth ? uid : 0;
	paths->pair_user = pair ? uid : 0;
}

void
acme_file_rights_find(struct acme_file_rights *rights,
		      struct acme_store_jobs *store_jobs)
{
	struct acme_store_paths *paths = &store_jobs->paths;
	uid_t uid = uid_to_be(rights);
	struct acme_fault fault;

	find_users(paths, has_privsep(rights), uid);
	if (paths->auth_user == uid && paths->pair_user == uid)
		return;
	take_privsep(rights, paths->who);
	if (!rights->privsep)
		return;
	if (acme_privsep_add(rights->privsep, paths, &store_jobs->number,
			     &fault)) {
		acme_log(ACME_LOG_ERR, "%s: %s", paths->who, fault.text);
		return;
	}
	store_jobs->privsep_of_auth =
		paths->auth_user == uid ? NULL : rights->privsep;
	store_jobs->privsep_of_pair =
		paths->pair_user == uid ? NULL : rights->privsep;
}

/* What can't be opened is told of, or refused, when it is checked. */
static void
see(const char *path, uid_t user, struct acme_resolved_path *resolved)
{
	if (acme_resolved_path_open(resolved, path, user, NULL))
		acme_resolved_path_close(resolved);
}

static enum acme_err
identify(const struct acme_store_paths *paths, const char *ca_file,
	 struct acme_file_ids *ids, struct acme_fault *fault)
{
	struct acme_opened_paths opened;
	enum acme_err err;

	see(paths->auth, paths->auth_user, &opened.auth);
	see(paths->cert, paths->pair_user, &opened.cert);
	see(paths->key, paths->pair_user, &opened.key);
	err = acme_file_ids_init(ids, &opened, ca_file, fault);
	acme_store_paths_close(&opened);
	return err;
}

enum acme_err
acme_file_rights_identify(struct acme_file_rights *rights,
			  const struct acme_store_paths *paths,
			  const char *ca_file, struct acme_file_ids *ids,
			  struct acme_fault *fault)
{
	struct acme_store_paths judged = *paths;

	find_users(&judged, has_privsep(rights), uid_to_be(rights));
	return identify(&judged, ca_file, ids, fault);
}

/* What can't be seen is root's, and what is not there is told of. */
static enum acme_err
check_way(const char *path, const char *option, uid_t user,
	  struct acme_fault *fault)
{
	struct acme_resolved_path resolved;
	enum acme_err err =
		acme_resolved_path_open(&resolved, path, user, fault);

	acme_resolved_path_close(&resolved);
	if (err == ACME_ERR_NOT_FOUND || err == ACME_ERR_SYSTEM)
		return ACME_OK;
	return err ? acme_fault_in(fault, err, "option \"%s\"", option)
		   : ACME_OK;
}

static enum acme_err
check_ways(const struct acme_store_paths *paths, struct acme_fault *fault)
{
	enum acme_err err =
		check_way(paths->auth, "auth-path", paths->auth_user, fault);

	if (!err)
		err = check_way(paths->cert, "cert-path", paths->pair_user,
				fault);
	return err ? err
		   : check_way(paths->key, "key-path", paths->pair_user, fault);
}

/* The pair is written by one process, and none has the right to both. */
static enum acme_err
check_halves(const struct acme_store_paths *paths, uid_t uid,
	     struct acme_fault *fault)
{
	bool cert = is_of(paths->cert, uid), key = is_of(paths->key, uid);
	struct acme_folder_facts folder = { .mode = 0 };
	struct acme_span name;

	if (!uid || cert == key)
		return ACME_OK;
	name = acme_folder_of(cert ? paths->cert : paths->key);
	if (acme_folder_look(name, &folder, NULL))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "option \"%s\": the folder %.*s (owner %u:%u, "
			      "mode %04o) must be root's, or both folders of "
			      "the pair user %u's",
			      cert ? "cert-path" : "key-path", (int)name.len,
			      name.data, folder.uid, folder.gid, folder.mode,
			      uid);
}

static enum acme_err
check(const struct acme_store_paths *paths, bool with_privsep, uid_t uid,
      struct acme_fault *fault)
{
	struct acme_store_paths judged = *paths;
	enum acme_err err = ACME_OK;

	find_users(&judged, with_privsep, uid);
	if (!geteuid() || with_privsep)
		err = check_halves(paths, uid, fault);
	return err ? err : check_ways(&judged, fault);
}

enum acme_err
acme_file_rights_check(struct acme_file_rights *rights,
		       const struct acme_store_paths *paths,
		       struct acme_fault *fault)
{
	return check(paths, has_privsep(rights), uid_to_be(rights), fault);
}

static enum acme_err
check_apart(const struct acme_store_paths *judged, const char *ca_file,
	    struct acme_fault *fault)
{
	struct acme_file_ids ids;
	enum acme_err err = identify(judged, ca_file, &ids, fault);

	acme_file_ids_clear(&ids);
	return err;
}

enum acme_err
acme_file_rights_look(const struct acme_store_paths *paths, const char *ca_file,
		      uid_t uid, struct acme_fault *fault)
{
	struct acme_store_paths judged = *paths;
	enum acme_err err;

	find_users(&judged, false, uid);
	err = check_apart(&judged, ca_file, fault);
	return err ? err : check(paths, false, uid, fault);
}

enum acme_err
acme_file_rights_prepare(const struct acme_store_paths *paths,
			 const char *ca_file, struct acme_fault *fault)
{
	struct acme_store_paths judged = *paths;
	enum acme_err err;
	int number;

	judged.auth_user = judged.pair_user = ACME_ANY_ONE_USER;
	err = check_ways(&judged, fault);
	if (!err)
		err = check_apart(&judged, ca_file, fault);
	if (err)
		return err;
	if (!prepared)
		prepared = acme_privsep_start(fault);
	return prepared ? acme_privsep_add(prepared, paths, &number, fault)
			: ACME_ERR_SYSTEM;
}

void
acme_file_rights_clear(struct acme_file_rights *rights)
{
	acme_privsep_end(rights->privsep);
	rights->privsep = NULL;
}
