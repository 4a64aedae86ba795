/* SPDX-License-Identifier: MIT */
/*
 * lws calls PROTOCOL_INIT while it is root only with EXPLICIT_VHOSTS; without,
 * the program has called lws_acme_prepare().
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "lws/privsep/file_rights.h"

#include "base/log.h"
#include "lws/privsep/privsep.h"
#include "store/folder_look.h"

#include <unistd.h>

#if LWS_LIBRARY_VERSION_NUMBER >= 4002000
typedef uid_t lws_uid;
typedef gid_t lws_gid;
#else
typedef int lws_uid;
typedef int lws_gid;
#endif

/* For the context that is about to be made. */
static struct acme_keeper *prepared;

/* 0: it stays root. */
static uid_t
uid_to_be(struct acme_edge *edge)
{
	lws_uid uid = 0;
	lws_gid gid = 0;

	if (geteuid())
		return geteuid();
	lws_get_effective_uid_gid(edge->context, &uid, &gid);
	return uid == (lws_uid)-1 ? 0 : (uid_t)uid;
}

/* What is not there yet will be root's, as the log says that it should be; "" is
 * no place. */
static bool
is_of(const char *path, uid_t uid)
{
	struct acme_folder_facts folder;

	return !*path ||
	       (!acme_folder_look(acme_folder_of(path), &folder, NULL) &&
		folder.uid == uid);
}

static void
take_keeper(struct acme_edge *edge, const char *who)
{
	struct acme_fault fault;

	if (edge->keeper)
		return;
	edge->keeper = prepared;
	prepared = NULL;
	if (edge->keeper || geteuid())
		return;
	edge->keeper = acme_keeper_start(&fault);
	if (!edge->keeper)
		acme_log(ACME_LOG_ERR, "%s: %s", who, fault.text);
}

static bool
has_keeper(const struct acme_edge *edge)
{
	return edge->keeper || prepared;
}

/* Of a server that is one user, and has no keeper, it is his right that is
 * used; else that of the user that it becomes, in his own folders. */
static void
find_users(struct acme_places *places, bool has_a_keeper, uid_t uid)
{
	bool all = geteuid() && !has_a_keeper;
	bool auth = all || is_of(places->auth, uid);
	bool pair =
		all || (is_of(places->cert, uid) && is_of(places->key, uid));

	places->auth_user = auth ? uid : 0;
	places->pair_user = pair ? uid : 0;
}

void
acme_rights_find(struct acme_edge *edge, struct acme_records *records)
{
	struct acme_places *places = &records->places;
	uid_t uid = uid_to_be(edge);
	struct acme_fault fault;

	find_users(places, has_keeper(edge), uid);
	if (places->auth_user == uid && places->pair_user == uid)
		return;
	take_keeper(edge, places->who);
	if (!edge->keeper)
		return;
	if (acme_keeper_add(edge->keeper, places, &records->number, &fault)) {
		acme_log(ACME_LOG_ERR, "%s: %s", places->who, fault.text);
		return;
	}
	records->keeper_of_auth =
		places->auth_user == uid ? NULL : edge->keeper;
	records->keeper_of_pair =
		places->pair_user == uid ? NULL : edge->keeper;
}

/* What can't be opened is told of, or refused, when it is checked. */
static void
see(const char *path, uid_t user, struct acme_location *location)
{
	if (acme_location_open(location, path, user, NULL))
		acme_location_close(location);
}

static enum acme_err
identify(const struct acme_places *places, const char *ca_file,
	 struct acme_file_ids *ids, struct acme_fault *fault)
{
	struct acme_opened opened;
	enum acme_err err;

	see(places->auth, places->auth_user, &opened.auth);
	see(places->cert, places->pair_user, &opened.cert);
	see(places->key, places->pair_user, &opened.key);
	err = acme_file_ids_init(ids, &opened, ca_file, fault);
	acme_opened_close(&opened);
	return err;
}

enum acme_err
acme_rights_identify(struct acme_edge *edge, const struct acme_places *places,
		     const char *ca_file, struct acme_file_ids *ids,
		     struct acme_fault *fault)
{
	struct acme_places judged = *places;

	find_users(&judged, has_keeper(edge), uid_to_be(edge));
	return identify(&judged, ca_file, ids, fault);
}

/* What can't be seen is root's, and what is not there is told of. */
static enum acme_err
check_way(const char *path, const char *option, uid_t user,
	  struct acme_fault *fault)
{
	struct acme_location location;
	enum acme_err err = acme_location_open(&location, path, user, fault);

	acme_location_close(&location);
	if (err == ACME_ERR_NOT_FOUND || err == ACME_ERR_SYSTEM)
		return ACME_OK;
	return err ? acme_fault_in(fault, err, "option \"%s\"", option)
		   : ACME_OK;
}

static enum acme_err
check_ways(const struct acme_places *places, struct acme_fault *fault)
{
	enum acme_err err =
		check_way(places->auth, "auth-path", places->auth_user, fault);

	if (!err)
		err = check_way(places->cert, "cert-path", places->pair_user,
				fault);
	return err ? err
		   : check_way(places->key, "key-path", places->pair_user,
			       fault);
}

/* The pair is written by one process, and none has the right to both. */
static enum acme_err
check_halves(const struct acme_places *places, uid_t uid,
	     struct acme_fault *fault)
{
	bool cert = is_of(places->cert, uid), key = is_of(places->key, uid);
	struct acme_folder_facts folder = { .mode = 0 };
	struct acme_span name;

	if (!uid || cert == key)
		return ACME_OK;
	name = acme_folder_of(cert ? places->cert : places->key);
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
check(const struct acme_places *places, bool has_a_keeper, uid_t uid,
      struct acme_fault *fault)
{
	struct acme_places judged = *places;
	enum acme_err err = ACME_OK;

	find_users(&judged, has_a_keeper, uid);
	if (!geteuid() || has_a_keeper)
		err = check_halves(places, uid, fault);
	return err ? err : check_ways(&judged, fault);
}

enum acme_err
acme_rights_check(struct acme_edge *edge, const struct acme_places *places,
		  struct acme_fault *fault)
{
	return check(places, has_keeper(edge), uid_to_be(edge), fault);
}

static enum acme_err
check_apart(const struct acme_places *judged, const char *ca_file,
	    struct acme_fault *fault)
{
	struct acme_file_ids ids;
	enum acme_err err = identify(judged, ca_file, &ids, fault);

	acme_file_ids_clear(&ids);
	return err;
}

enum acme_err
acme_rights_look(const struct acme_places *places, const char *ca_file,
		 uid_t uid, struct acme_fault *fault)
{
	struct acme_places judged = *places;
	enum acme_err err;

	find_users(&judged, false, uid);
	err = check_apart(&judged, ca_file, fault);
	return err ? err : check(places, false, uid, fault);
}

enum acme_err
acme_rights_prepare(const struct acme_places *places, const char *ca_file,
		    struct acme_fault *fault)
{
	struct acme_places judged = *places;
	enum acme_err err;
	int number;

	judged.auth_user = judged.pair_user = ACME_ANY_ONE_USER;
	err = check_ways(&judged, fault);
	if (!err)
		err = check_apart(&judged, ca_file, fault);
	if (err)
		return err;
	if (!prepared)
		prepared = acme_keeper_start(fault);
	return prepared ? acme_keeper_add(prepared, places, &number, fault)
			: ACME_ERR_SYSTEM;
}
