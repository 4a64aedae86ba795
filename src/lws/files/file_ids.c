/* SPDX-License-Identifier: MIT */
/*
 * This finds options that name the same file, in one vhost and in two.  Each
 * is known by its own name, and by the one behind the operator's link.
 */
#include "lws/files/file_ids.h"

#include <stdio.h>

enum {
	AUTH,
	CERT,
	KEY,
	CA
};

static const char *const options[ACME_N_FILE_IDS] = {
	[AUTH] = "auth-path",
	[CERT] = "cert-path",
	[KEY] = "key-path",
	[CA] = "ca-file",
};

static bool
are_one(const struct acme_file_ids *a, size_t i, const struct acme_file_ids *b,
	size_t j)
{
	return acme_file_id_is(&a->named[i], &b->named[j]) ||
	       acme_file_id_is(&a->named[i], &b->found[j]) ||
	       acme_file_id_is(&a->found[i], &b->named[j]) ||
	       acme_file_id_is(&a->found[i], &b->found[j]);
}

/* Beside what is only read the plugin makes nothing. */
static bool
is_beside(const struct acme_file_ids *a, size_t i,
	  const struct acme_file_ids *b, size_t j)
{
	if (i == CA)
		return false;
	return acme_file_id_is_beside(&a->named[i], &b->named[j]) ||
	       acme_file_id_is_beside(&a->named[i], &b->found[j]) ||
	       acme_file_id_is_beside(&a->found[i], &b->named[j]) ||
	       acme_file_id_is_beside(&a->found[i], &b->found[j]);
}

/* ${of}: " of vhost ...", or "". */
static enum acme_err
check(const struct acme_file_ids *a, size_t i, const struct acme_file_ids *b,
      size_t j, const char *of, struct acme_fault *fault)
{
	if (i != j && are_one(a, i, b, j))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "option \"%s\" is the same file as "
				      "option \"%s\"%s: give each a file of "
				      "its own",
				      options[i], options[j], of);
	if (is_beside(b, j, a, i))
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"option \"%s\" has a name that the plugin "
			"gives to files beside option \"%s\"%s "
			"(%s): give it another name",
			options[i], options[j], of, a->named[i].name);
	return ACME_OK;
}

static enum acme_err
check_own(const struct acme_file_ids *ids, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	size_t i, j;

	/* The later one of the table is the one to change. */
	for (i = ACME_N_FILE_IDS; !err && i-- > 0;)
		for (j = 0; !err && j < ACME_N_FILE_IDS; j++)
			if (i != j)
				err = check(ids, i, ids, j, "", fault);
	return err;
}

static enum acme_err
learn_path(struct acme_file_id *id, const struct acme_path *path,
	   struct acme_fault *fault)
{
	return path->name ? acme_file_id_init(id, path, fault) : ACME_OK;
}

static enum acme_err
learn(struct acme_file_ids *ids, size_t i,
      const struct acme_resolved_path *resolved, struct acme_fault *fault)
{
	enum acme_err err = learn_path(&ids->named[i], &resolved->named, fault);

	return err ? err : learn_path(&ids->found[i], &resolved->found, fault);
}

enum acme_err
acme_file_ids_init(struct acme_file_ids *ids,
		   const struct acme_opened_paths *opened, const char *ca_file,
		   struct acme_fault *fault)
{
	enum acme_err err;

	*ids = (struct acme_file_ids){ .named = { { .name = NULL } } };
	err = learn(ids, AUTH, &opened->auth, fault);
	if (!err)
		err = learn(ids, CERT, &opened->cert, fault);
	if (!err)
		err = learn(ids, KEY, &opened->key, fault);
	if (!err && ca_file)
		err = acme_file_id_init_path(&ids->named[CA], &ids->found[CA],
					     ca_file, fault);
	return err ? err : check_own(ids, fault);
}

void
acme_file_ids_clear(struct acme_file_ids *ids)
{
	size_t i;

	for (i = 0; i < ACME_N_FILE_IDS; i++) {
		acme_file_id_clear(&ids->named[i]);
		acme_file_id_clear(&ids->found[i]);
	}
}

bool
acme_file_ids_share(const struct acme_file_ids *a,
		    const struct acme_file_ids *b)
{
	return are_one(a, CERT, b, CERT) || are_one(a, KEY, b, KEY);
}

enum acme_err
acme_file_ids_compare(const struct acme_file_ids *ids,
		      const struct acme_file_ids *other, const char *of,
		      struct acme_fault *fault)
{
	char words[300];
	enum acme_err err = ACME_OK;
	size_t i, j;

	snprintf(words, sizeof(words), " of vhost \"%s\"", of);
	for (i = 0; !err && i < ACME_N_FILE_IDS; i++)
		for (j = 0; !err && j < ACME_N_FILE_IDS; j++) {
			err = check(ids, i, other, j, words, fault);
			if (!err && is_beside(ids, i, other, j))
				err = check(other, j, ids, i, " of this vhost",
					    fault);
		}
	return err;
}
