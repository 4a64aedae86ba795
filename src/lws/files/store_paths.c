/* SPDX-License-Identifier: MIT */
/*
 * This opens the paths that a vhost's options name, once, and judges the way
 * to each (store/file/path.h).
 */
#include "lws/files/store_paths.h"

#include "store/pair/foreign.h"

#define WHO_MAX 65536

char *
acme_store_paths_who(const char *vhost_name)
{
	struct acme_buf who = ACME_BUF_INIT(WHO_MAX);

	if (acme_buf_addf(&who, "vhost \"%s\"", vhost_name))
		acme_buf_clear(&who);
	return who.data;
}

enum acme_err
acme_store_paths_know_owner(struct acme_store_paths *paths,
			    struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	if (!paths->kept_by_known)
		err = acme_foreign_kept_by(paths->cert, paths->key,
					   &paths->kept_by, fault);
	paths->kept_by_known = !err;
	return err ? acme_fault_in(fault, ACME_ERR_SYSTEM,
				   "it can't be told whether another ACME "
				   "client keeps the pair")
		   : ACME_OK;
}

enum acme_err
acme_store_paths_open_auth(struct acme_opened_paths *opened,
			   const struct acme_store_paths *paths,
			   struct acme_fault *fault)
{
	return acme_resolved_path_open(&opened->auth, paths->auth,
				       paths->auth_user, fault);
}

enum acme_err
acme_store_paths_open_pair(struct acme_opened_paths *opened,
			   const struct acme_store_paths *paths,
			   struct acme_fault *fault)
{
	enum acme_err err = acme_resolved_path_open(&opened->cert, paths->cert,
						    paths->pair_user, fault);

	return err ? err
		   : acme_resolved_path_open(&opened->key, paths->key,
					     paths->pair_user, fault);
}

void
acme_store_paths_close(struct acme_opened_paths *opened)
{
	acme_resolved_path_close(&opened->auth);
	acme_resolved_path_close(&opened->cert);
	acme_resolved_path_close(&opened->key);
}
