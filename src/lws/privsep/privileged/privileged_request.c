/* SPDX-License-Identifier: MIT */
/*
 * This decides which requests the privileged process carries out, and does
 * it.  Paths come from root only: a server that was taken over after it gave
 * up root can have its own records replaced by others of their kind, and
 * nothing else.
 */
#include "lws/privsep/privileged/privileged_request.h"

#include "lws/privsep/privileged/privileged_log.h"
#include "store/pair/foreign.h"

#include <stdlib.h>

#define WHEN "when the server was started (start it again once it is mended)"

static enum acme_err
no_memory(struct acme_fault *fault)
{
	return acme_fault_set(
		fault, ACME_ERR_MEMORY,
		"the privileged process (lws-acme-priv) is out of memory");
}

/* Of root's; each ends with its NUL. */
static const char *
text_of(struct acme_span part)
{
	return part.len && !part.data[part.len - 1] ? part.data : "";
}

static bool
is_asked_for(const struct acme_store_paths *paths,
	     const struct acme_privsep_message *message)
{
	const char *cert = text_of(message->parts[1]);
	const char *key = text_of(message->parts[2]);

	return !strcmp(paths->auth, text_of(message->parts[0])) &&
	       (!*cert || !strcmp(paths->cert, cert)) &&
	       (!*key || !strcmp(paths->key, key));
}

/* An account, which has no pair, is any vhost's with the same auth-path. */
static int
find(const struct acme_privileged_paths *paths,
     const struct acme_privsep_message *message)
{
	int i = 0;

	while (i < paths->n && !is_asked_for(&paths->at[i]->paths, message))
		i++;
	return i < paths->n ? i : -1;
}

/* What is not there, or not safe, is so for the life of this process. */
static void
open_files(struct acme_privsep_files *files)
{
	files->no_auth.err = acme_store_paths_open_auth(
		&files->opened, &files->paths, &files->no_auth);
	if (*files->paths.cert)
		files->no_pair.err = acme_store_paths_open_pair(
			&files->opened, &files->paths, &files->no_pair);
	if (files->no_auth.err)
		(void)acme_fault_in(&files->no_auth, files->no_auth.err, WHEN);
	if (files->no_pair.err)
		(void)acme_fault_in(&files->no_pair, files->no_pair.err, WHEN);
}

static struct acme_privsep_files *
files_new(const struct acme_privsep_message *message)
{
	struct acme_privsep_files *files = calloc(1, sizeof(*files));
	char *texts[ACME_PRIVSEP_MESSAGE_PARTS];
	size_t i;

	if (!files)
		return NULL;
	for (i = 0; i < ACME_PRIVSEP_MESSAGE_PARTS; i++) {
		texts[i] = acme_span_dup(
			acme_span_str(text_of(message->parts[i])));
		if (!texts[i]) {
			while (i)
				free(texts[--i]);
			free(files);
			return NULL;
		}
	}
	files->paths = (struct acme_store_paths){
		.auth = texts[0],
		.cert = texts[1],
		.key = texts[2],
		.who = texts[3],
		.pair = ACME_PAIR_NEXT,
	};
	/* Before it is confined, as the look may go beyond their folders. */
	files->paths.kept_by_known = !acme_foreign_kept_by(
		texts[1], texts[2], &files->paths.kept_by, NULL);
	files->opened = (struct acme_opened_paths)ACME_OPENED_PATHS_INIT;
	open_files(files);
	return files;
}

static enum acme_err
add(struct acme_privileged_paths *paths,
    const struct acme_privsep_message *message, struct acme_fault *fault)
{
	struct acme_privsep_files *files = files_new(message), **more;

	/* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
	more = realloc(paths->at, sizeof(*more) * (size_t)(paths->n + 1));
	if (more)
		paths->at = more;
	if (!files || !more)
		return no_memory(fault);
	paths->at[paths->n++] = files;
	return ACME_OK;
}

/* The server asks for a number by what root told it; after that the program may
 * have other values in the place of its options, of which root knows
 * nothing. */
static enum acme_err
introduce(struct acme_privileged_paths *paths,
	  const struct acme_privsep_message *message, bool from_root,
	  int *number, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	*number = find(paths, message);
	if (*number >= 0)
		return ACME_OK;
	if (from_root) {
		err = add(paths, message, fault);
		*number = err ? -1 : paths->n - 1;
		return err;
	}
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "root was given up before this vhost was made "
			      "(see lws_acme_prepare)");
}

static enum acme_err
fill(struct acme_store_request *request,
     const struct acme_privsep_message *message)
{
	enum acme_err err;

	if (!acme_store_request_init(
		    request, (enum acme_store_request_kind)message->what,
		    (enum acme_record)message->record, message->tag))
		return ACME_ERR_MEMORY;
	err = acme_buf_add(&request->text.buf, message->parts[0]);
	return err ? err : acme_buf_add(&request->key.buf, message->parts[1]);
}

/* The bytes of a request, before they are anything else. */
static bool
makes_sense(const struct acme_privileged_paths *paths,
	    const struct acme_privsep_message *message)
{
	size_t i;

	for (i = 2; i < ACME_PRIVSEP_MESSAGE_PARTS; i++)
		if (message->parts[i].len)
			return false;
	return message->what < ACME_STORE_REQUEST__MAX &&
	       message->record <= ACME_RECORD_STATE && message->number >= 0 &&
	       message->number < paths->n &&
	       message->parts[0].len <= ACME_RECORD_TEXT &&
	       message->parts[1].len <= ACME_RECORD_TEXT;
}

static enum acme_err
do_access(const struct acme_privileged_paths *paths,
	  const struct acme_privsep_message *message,
	  struct acme_store_request *request, struct acme_fault *fault)
{
	struct acme_privsep_files *files;
	enum acme_err err;

	if (!makes_sense(paths, message))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "it is malformed");
	files = paths->at[message->number];
	if (fill(request, message))
		return no_memory(fault);
	err = acme_privsep_policy_allows(request, files, fault);
	if (err)
		return err;
	acme_privsep_policy_run(files, request);
	*fault = request->fault;
	return request->err;
}

/* Of the request, not of the disk; what is not there to be read is no news. */
static bool
is_refusal(const struct acme_store_request *request, enum acme_err err)
{
	if (request->err && request->kind != ACME_STORE_REQUEST_PUT)
		return false;
	return err == ACME_ERR_INVALID || err == ACME_ERR_SYNTAX ||
	       err == ACME_ERR_EXISTS || err == ACME_ERR_LIMIT;
}

void
acme_privileged_request(struct acme_privileged_paths *paths,
			const struct acme_privsep_message *asked,
			bool from_root, struct acme_privileged_reply *reply)
{
	struct acme_privsep_message *answer = &reply->message;
	int number = 0;
	enum acme_err err;

	memset(reply, 0, sizeof(*reply));
	answer->what = ACME_PRIVSEP_MESSAGE_DONE;
	answer->serial = asked->serial;
	if (asked->what == ACME_PRIVSEP_MESSAGE_ADD) {
		answer->what = ACME_PRIVSEP_MESSAGE_ADD;
		err = introduce(paths, asked, from_root, &number,
				&reply->fault);
		answer->number = number;
	} else {
		err = do_access(paths, asked, &reply->request, &reply->fault);
		answer->number = (int32_t)err;
	}
	if (err)
		answer->parts[0] = acme_span_str(reply->fault.text);
	if (is_refusal(&reply->request, err))
		acme_privileged_log_refused(reply->fault.text);
	if (!err && reply->request.stored) {
		answer->parts[1] =
			acme_buf_span(&reply->request.stored->key.buf);
		answer->parts[2] = acme_buf_span(&reply->request.stored->chain);
	}
}

void
acme_privileged_reply_clear(struct acme_privileged_reply *reply)
{
	acme_store_request_clear(&reply->request);
}
