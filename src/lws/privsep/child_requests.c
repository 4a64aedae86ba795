/* SPDX-License-Identifier: MIT */
/*
 * Paths come from root only: a server that was taken over after it gave up root
 * can have its own records replaced by others of their kind, and nothing else.
 */
#include "lws/privsep/child_requests.h"

#include "lws/privsep/child_log.h"
#include "store/foreign.h"

#include <stdlib.h>

#define WHEN "when the server was started (start it again once it is mended)"

static enum acme_err
no_memory(struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_MEMORY,
			      "the process that keeps the files has no memory");
}

/* Of root's; each ends with its NUL. */
static const char *
text_of(struct acme_span part)
{
	return part.len && !part.data[part.len - 1] ? part.data : "";
}

static bool
is_asked_for(const struct acme_places *places, const struct acme_parcel *parcel)
{
	const char *cert = text_of(parcel->parts[1]);
	const char *key = text_of(parcel->parts[2]);

	return !strcmp(places->auth, text_of(parcel->parts[0])) &&
	       (!*cert || !strcmp(places->cert, cert)) &&
	       (!*key || !strcmp(places->key, key));
}

/* An account, which has no pair, is any vhost's with the same auth-path. */
static int
find(const struct acme_keeper_places *places, const struct acme_parcel *parcel)
{
	int i = 0;

	while (i < places->n && !is_asked_for(&places->at[i]->places, parcel))
		i++;
	return i < places->n ? i : -1;
}

/* What is not there, or not safe, is so for the life of this process. */
static void
open_kept(struct acme_kept *kept)
{
	kept->no_auth.err =
		acme_opened_auth(&kept->opened, &kept->places, &kept->no_auth);
	if (*kept->places.cert)
		kept->no_pair.err = acme_opened_pair(
			&kept->opened, &kept->places, &kept->no_pair);
	if (kept->no_auth.err)
		(void)acme_fault_in(&kept->no_auth, kept->no_auth.err, WHEN);
	if (kept->no_pair.err)
		(void)acme_fault_in(&kept->no_pair, kept->no_pair.err, WHEN);
}

static struct acme_kept *
kept_new(const struct acme_parcel *parcel)
{
	struct acme_kept *kept = calloc(1, sizeof(*kept));
	char *texts[ACME_PARCEL_PARTS];
	size_t i;

	if (!kept)
		return NULL;
	for (i = 0; i < ACME_PARCEL_PARTS; i++) {
		texts[i] =
			acme_span_dup(acme_span_str(text_of(parcel->parts[i])));
		if (!texts[i]) {
			while (i)
				free(texts[--i]);
			free(kept);
			return NULL;
		}
	}
	kept->places = (struct acme_places){
		.auth = texts[0],
		.cert = texts[1],
		.key = texts[2],
		.who = texts[3],
		.pair = ACME_PAIR_NEXT,
		/* Who is confined can't look for it (sandbox.c). */
		.kept_by = acme_pair_kept_by(texts[1], texts[2]),
		.kept_by_known = true,
	};
	kept->opened = (struct acme_opened)ACME_OPENED_INIT;
	open_kept(kept);
	return kept;
}

static enum acme_err
add(struct acme_keeper_places *places, const struct acme_parcel *parcel,
    struct acme_fault *fault)
{
	struct acme_kept *kept = kept_new(parcel), **more;

	/* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
	more = realloc(places->at, sizeof(*more) * (size_t)(places->n + 1));
	if (more)
		places->at = more;
	if (!kept || !more)
		return no_memory(fault);
	places->at[places->n++] = kept;
	return ACME_OK;
}

/* The server asks for a number by what root told it; after that the program may
 * have other values in the place of its options, of which root knows nothing. */
static enum acme_err
introduce(struct acme_keeper_places *places, const struct acme_parcel *parcel,
	  bool from_root, int *number, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	*number = find(places, parcel);
	if (*number >= 0)
		return ACME_OK;
	if (from_root) {
		err = add(places, parcel, fault);
		*number = err ? -1 : places->n - 1;
		return err;
	}
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "root was given up before this vhost was made "
			      "(see lws_acme_prepare)");
}

static enum acme_err
fill(struct acme_access *access, const struct acme_parcel *parcel)
{
	enum acme_err err;

	if (!acme_access_init(access, (enum acme_access_kind)parcel->what,
			      (enum acme_record)parcel->record, parcel->tag))
		return ACME_ERR_MEMORY;
	err = acme_buf_add(&access->text.buf, parcel->parts[0]);
	return err ? err : acme_buf_add(&access->key.buf, parcel->parts[1]);
}

/* The bytes of a request, before they are anything else. */
static bool
makes_sense(const struct acme_keeper_places *places,
	    const struct acme_parcel *parcel)
{
	size_t i;

	for (i = 2; i < ACME_PARCEL_PARTS; i++)
		if (parcel->parts[i].len)
			return false;
	return parcel->what < ACME_ACCESS__MAX &&
	       parcel->record <= ACME_RECORD_STATE && parcel->number >= 0 &&
	       parcel->number < places->n &&
	       parcel->parts[0].len <= ACME_RECORD_TEXT &&
	       parcel->parts[1].len <= ACME_RECORD_TEXT;
}

static enum acme_err
do_access(const struct acme_keeper_places *places,
	  const struct acme_parcel *parcel, struct acme_access *access,
	  struct acme_fault *fault)
{
	struct acme_kept *kept;
	enum acme_err err;

	if (!makes_sense(places, parcel))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "it makes no sense");
	kept = places->at[parcel->number];
	if (fill(access, parcel))
		return no_memory(fault);
	err = acme_keeper_allow(access, kept, fault);
	if (err)
		return err;
	acme_kept_run(kept, access);
	*fault = access->fault;
	return access->err;
}

/* Of the request, not of the disk; what is not there to be read is no news. */
static bool
is_refusal(const struct acme_access *access, enum acme_err err)
{
	if (access->err && access->kind != ACME_ACCESS_PUT)
		return false;
	return err == ACME_ERR_INVALID || err == ACME_ERR_SYNTAX ||
	       err == ACME_ERR_EXISTS || err == ACME_ERR_LIMIT;
}

void
acme_keeper_request(struct acme_keeper_places *places,
		    const struct acme_parcel *question, bool from_root,
		    struct acme_keeper_reply *reply)
{
	struct acme_parcel *answer = &reply->parcel;
	int number = 0;
	enum acme_err err;

	memset(reply, 0, sizeof(*reply));
	answer->what = ACME_PARCEL_DONE;
	answer->serial = question->serial;
	if (question->what == ACME_PARCEL_ADD) {
		answer->what = ACME_PARCEL_ADD;
		err = introduce(places, question, from_root, &number,
				&reply->fault);
		answer->number = number;
	} else {
		err = do_access(places, question, &reply->access,
				&reply->fault);
		answer->number = (int32_t)err;
	}
	if (err)
		answer->parts[0] = acme_span_str(reply->fault.text);
	if (is_refusal(&reply->access, err))
		acme_keeper_note_refused(reply->fault.text);
	if (!err && reply->access.stored) {
		answer->parts[1] =
			acme_buf_span(&reply->access.stored->key.buf);
		answer->parts[2] = acme_buf_span(&reply->access.stored->chain);
	}
}

void
acme_keeper_reply_clear(struct acme_keeper_reply *reply)
{
	acme_access_clear(&reply->access);
}
