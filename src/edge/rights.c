/* SPDX-License-Identifier: MIT */
/*
 * lws calls PROTOCOL_INIT while it is root only with EXPLICIT_VHOSTS; without,
 * the program has called lws_acme_prepare().
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "edge/rights.h"

#include "base/log.h"
#include "edge/keeper.h"
#include "store/folder.h"

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
	struct acme_folder folder;

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

void
acme_rights_find(struct acme_edge *edge, struct acme_records *records)
{
	const struct acme_places *places = &records->places;
	uid_t uid = uid_to_be(edge);
	bool auth_is_ours, pair_is_ours;
	struct acme_fault fault;

	if (!uid)
		return;
	auth_is_ours = is_of(places->auth, uid);
	pair_is_ours = is_of(places->cert, uid) && is_of(places->key, uid);
	if (auth_is_ours && pair_is_ours)
		return;
	take_keeper(edge, places->who);
	if (!edge->keeper)
		return;
	if (acme_keeper_add(edge->keeper, places, &records->number, &fault)) {
		acme_log(ACME_LOG_ERR, "%s: %s", places->who, fault.text);
		return;
	}
	records->keeper_of_auth = auth_is_ours ? NULL : edge->keeper;
	records->keeper_of_pair = pair_is_ours ? NULL : edge->keeper;
}

static enum acme_err
check_folder(const char *path, const char *option, uid_t uid,
	     struct acme_fault *fault)
{
	struct acme_span name = acme_folder_of(path);
	struct acme_folder folder;

	/* What can't be seen is root's, and what is not there is told of. */
	if (acme_folder_look(name, &folder, NULL) ||
	    acme_folder_is_open_to_root(&folder))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "option \"%s\": the folder %.*s (owner %u:%u, "
			      "mode %04o) must be "
			      "root's, or both folders of the pair user %u's",
			      option, (int)name.len, name.data, folder.uid,
			      folder.gid, folder.mode, uid);
}

enum acme_err
acme_rights_check(struct acme_edge *edge, const struct acme_places *places,
		  struct acme_fault *fault)
{
	uid_t uid = uid_to_be(edge);
	enum acme_err err = ACME_OK;

	if (!uid || (geteuid() && !edge->keeper && !prepared))
		return ACME_OK;
	if (!is_of(places->auth, uid))
		err = check_folder(places->auth, "auth-path", uid, fault);
	if (err || (is_of(places->cert, uid) && is_of(places->key, uid)))
		return err;
	err = check_folder(places->cert, "cert-path", uid, fault);
	return err ? err : check_folder(places->key, "key-path", uid, fault);
}

enum acme_err
acme_rights_prepare(const struct acme_places *places, struct acme_fault *fault)
{
	int number;

	if (!prepared)
		prepared = acme_keeper_start(fault);
	return prepared ? acme_keeper_add(prepared, places, &number, fault)
			: ACME_ERR_SYSTEM;
}
