/* SPDX-License-Identifier: MIT */
/* See access.h; what becomes durable, and in which order, is the store's. */
#include "edge/access.h"

#include "store/file.h"

#include <ctype.h>
#include <stdlib.h>
#include <time.h>

#define PATH_LIMIT 65536

char *
acme_places_who(const char *vhost_name)
{
	struct acme_buf who = ACME_BUF_INIT(PATH_LIMIT);

	if (acme_buf_addf(&who, "vhost \"%s\"", vhost_name))
		acme_buf_clear(&who);
	return who.data;
}

bool
acme_access_init(struct acme_access *access, enum acme_access_kind kind,
		 enum acme_record record, const char *tag)
{
	*access = (struct acme_access){
		.kind = kind,
		.record = record,
		.text = ACME_SECRET_INIT(ACME_RECORD_TEXT),
		.key = ACME_SECRET_INIT(ACME_RECORD_TEXT),
	};
	if (tag)
		strncpy(access->tag, tag, ACME_TAG_MAX);
	if (kind != ACME_ACCESS_GET)
		return true;
	access->stored = acme_stored_new();
	return access->stored;
}

void
acme_access_clear(struct acme_access *access)
{
	acme_secret_clear(&access->text);
	acme_secret_clear(&access->key);
	acme_stored_free(access->stored);
}

/* It becomes part of a path, and may have come from another process. */
static bool
is_tag(const char *tag)
{
	while (isalnum((unsigned char)*tag))
		tag++;
	return !*tag;
}

/* The state is beside the account key. */
char *
acme_access_place(const struct acme_access *access,
		  const struct acme_places *places)
{
	struct acme_buf path = ACME_BUF_INIT(PATH_LIMIT);
	enum acme_err err = ACME_OK;

	if (access->record == ACME_RECORD_ACCOUNT_KEY)
		err = acme_buf_addf(&path, "%s", places->auth);
	else if (access->record == ACME_RECORD_STATE && is_tag(access->tag))
		err = acme_buf_addf(&path, "%s.%s.state", places->auth,
				    access->tag);
	if (err)
		acme_buf_clear(&path);
	return path.data;
}

static struct acme_pair_paths
pair_of(const struct acme_places *places)
{
	return (struct acme_pair_paths){ .cert = places->cert,
					 .key = places->key,
					 .who = places->who };
}

static enum acme_err
get(struct acme_access *access, const struct acme_places *places,
    const char *place)
{
	const struct acme_pair_paths pair = pair_of(places);
	struct acme_stored *stored = access->stored;

	switch (access->record) {
	case ACME_RECORD_PAIR:
		return acme_pair_read(&pair, time(NULL), &stored->chain,
				      &stored->key, &access->fault);
	case ACME_RECORD_NEW_KEY:
		return acme_pair_read_kept_key(&pair, &stored->key,
					       &access->fault);
	case ACME_RECORD_ACCOUNT_KEY:
	case ACME_RECORD_STATE:
		break;
	}
	return acme_file_read(place, &stored->key, &access->fault);
}

static enum acme_err
put(struct acme_access *access, const struct acme_places *places,
    const char *place)
{
	const struct acme_pair_paths pair = pair_of(places);
	struct acme_span text = acme_buf_span(&access->text.buf);

	switch (access->record) {
	case ACME_RECORD_PAIR:
		return acme_pair_commit(&pair, places->pair, text,
					acme_buf_span(&access->key.buf),
					&access->fault);
	case ACME_RECORD_NEW_KEY:
		return acme_pair_keep_key(&pair, text, &access->fault);
	case ACME_RECORD_ACCOUNT_KEY:
		return acme_file_create(place, text, &access->fault);
	case ACME_RECORD_STATE:
		break;
	}
	return acme_file_write(place, text, &access->fault);
}

bool
acme_access_is_of_auth(const struct acme_access *access)
{
	return access->record == ACME_RECORD_ACCOUNT_KEY ||
	       access->record == ACME_RECORD_STATE;
}

static enum acme_err
try_one(struct acme_access *access, const struct acme_places *places)
{
	enum acme_err err;

	if (acme_access_is_of_auth(access))
		return acme_file_probe(places->auth, &access->fault);
	err = acme_file_probe(places->cert, &access->fault);
	return err ? err : acme_file_probe(places->key, &access->fault);
}

void
acme_access_run(struct acme_access *access, const struct acme_places *places)
{
	char *place = acme_access_place(access, places);

	if (!acme_access_is_of_auth(access) &&
	    (!*places->cert || !*places->key))
		access->err = acme_fault_set(&access->fault, ACME_ERR_INVALID,
					     "%s: an account has no pair",
					     places->auth);
	else if (!is_tag(access->tag))
		access->err = acme_fault_set(&access->fault, ACME_ERR_INVALID,
					     "a tag is of letters and digits");
	else if (access->kind == ACME_ACCESS_TRY)
		access->err = try_one(access, places);
	else if (acme_access_is_of_auth(access) && !place)
		access->err = acme_fault_set(&access->fault, ACME_ERR_MEMORY,
					     "%s: out of memory", places->auth);
	else if (access->kind == ACME_ACCESS_GET)
		access->err = get(access, places, place);
	else
		access->err = put(access, places, place);
	free(place);
}
