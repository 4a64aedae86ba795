/* SPDX-License-Identifier: MIT */
/*
 * This decides which records the privileged process may write.  A record is
 * what the server itself would write: read, written again, and compared byte
 * by byte, so that nothing can be hidden in it: of a pair the certificates,
 * each signed by the next, and the key of the first.
 */
#include "lws/privsep/privileged/privsep_policy.h"

#include "client/enrollment/state_file.h"
#include "crypto/key/key.h"
#include "crypto/x509/chain.h"

static enum acme_err
refuse(struct acme_fault *fault, const struct acme_store_paths *paths,
       const char *why)
{
	return acme_fault_set(fault, ACME_ERR_INVALID, "%s: %s", paths->who,
			      why);
}

/* The longest text of each record. */
static size_t
limit_of(enum acme_record record)
{
	switch (record) {
	case ACME_RECORD_ACCOUNT_KEY:
	case ACME_RECORD_ORDER_KEY:
		return ACME_KEY_TEXT_MAX;
	case ACME_RECORD_STATE:
		return ACME_STATE_MAX;
	case ACME_RECORD_PAIR:
		break;
	}
	return ACME_RECORD_TEXT;
}

/* Only what is put has a text, only a pair has two, and only a state a tag. */
static const char *
wrong_shape(const struct acme_store_request *request)
{
	bool is_put = request->kind == ACME_STORE_REQUEST_PUT;
	bool is_pair = request->record == ACME_RECORD_PAIR;

	if (request->text.buf.len > (is_put ? limit_of(request->record) : 0))
		return "a record is too long";
	if (request->key.buf.len > (is_put && is_pair ? ACME_KEY_TEXT_MAX : 0))
		return "a key is too long";
	if (request->record == ACME_RECORD_STATE
		    ? strlen(request->tag) != ACME_STATE_TAG_LEN
		    : *request->tag != '\0')
		return "only a state file has a tag, of 16 digits";
	return NULL;
}

/* What a key is written as. */
struct key_text {
	enum acme_err (*read)(struct acme_span text, struct acme_key **key,
			      struct acme_fault *fault);
	enum acme_err (*write)(const struct acme_key *key,
			       struct acme_secret *text);
};

static const struct key_text jwk = { acme_key_from_jwk, acme_key_to_jwk };
static const struct key_text pem = { acme_key_from_pem, acme_key_to_pem };

static enum acme_err
check_key(struct acme_span text, const struct key_text *as,
	  struct acme_fault *fault)
{
	struct acme_secret again = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key = NULL;
	enum acme_err err = as->read(text, &key, fault);

	if (!err)
		err = as->write(key, &again);
	if (!err && !acme_span_equal(acme_buf_span(&again.buf), text))
		err = ACME_ERR_INVALID;
	acme_key_unref(key);
	acme_secret_clear(&again);
	return err;
}

static enum acme_err
check_state(struct acme_span text, struct acme_fault *fault)
{
	struct acme_buf again = ACME_BUF_INIT(ACME_STATE_MAX);
	struct acme_state state = { .account_url = NULL };
	enum acme_err err = acme_state_read(text, &state, fault);

	if (!err)
		err = acme_state_write(&state, &again);
	if (!err && !acme_span_equal(acme_buf_span(&again), text))
		err = ACME_ERR_INVALID;
	acme_state_clear(&state);
	acme_buf_clear(&again);
	return err;
}

static enum acme_err
check_chain(struct acme_span text, struct acme_span key_pem,
	    struct acme_fault *fault)
{
	struct acme_buf again = ACME_BUF_INIT(ACME_CHAIN_TEXT_MAX);
	struct acme_key *key = NULL;
	enum acme_err err = acme_key_from_pem(key_pem, &key, fault);

	if (!err)
		err = acme_chain_rewrite(text, key, &again, fault);
	if (!err && !acme_span_equal(acme_buf_span(&again), text))
		err = ACME_ERR_INVALID;
	acme_key_unref(key);
	acme_buf_clear(&again);
	return err;
}

static enum acme_err
check_pair(const struct acme_store_request *request,
	   const struct acme_store_paths *paths, struct acme_fault *fault)
{
	struct acme_span key = acme_buf_span(&request->key.buf);

	if (check_key(key, &pem, fault))
		return refuse(fault, paths,
			      "the pair's key is not a private "
			      "key in PEM");
	return check_chain(acme_buf_span(&request->text.buf), key, fault)
		       ? refuse(fault, paths,
				"the pair's chain is not the "
				"certificate of its key and those above it")
		       : ACME_OK;
}

static enum acme_err
check_text(const struct acme_store_request *request,
	   const struct acme_store_paths *paths, struct acme_fault *fault)
{
	struct acme_span text = acme_buf_span(&request->text.buf);

	switch (request->record) {
	case ACME_RECORD_ACCOUNT_KEY:
		return check_key(text, &jwk, fault)
			       ? refuse(fault, paths,
					"the account key is not "
					"a JWK of a private key")
			       : ACME_OK;
	case ACME_RECORD_ORDER_KEY:
		return check_key(text, &pem, fault)
			       ? refuse(fault, paths,
					"the order key is not a private "
					"key in PEM")
			       : ACME_OK;
	case ACME_RECORD_STATE:
		return check_state(text, fault)
			       ? refuse(fault, paths,
					"the state file is not as the server "
					"writes "
					"it")
			       : ACME_OK;
	case ACME_RECORD_PAIR:
		return check_pair(request, paths, fault);
	}
	return ACME_OK;
}

static enum acme_err
follow_theirs(struct acme_privsep_files *files, struct acme_fault *fault)
{
	enum acme_err err =
		acme_resolved_path_follow(&files->opened.cert, fault);

	return err ? err : acme_resolved_path_follow(&files->opened.key, fault);
}

/*
 * Certbot's live/NAME/fullchain.pem leads to another file of archive/NAME/ each
 * time, and we only read it.  Whose it is, where that could not be told at the
 * start, is looked for again as far as a confined process may: what it may not
 * do is an error, or counts as another ACME client's.
 */
static enum acme_err
look_at_pair(struct acme_privsep_files *files,
	     struct acme_store_request *request)
{
	enum acme_err err =
		acme_store_paths_know_owner(&files->paths, &request->fault);

	if (!err && files->paths.kept_by &&
	    request->kind == ACME_STORE_REQUEST_GET)
		err = follow_theirs(files, &request->fault);
	return err;
}

void
acme_privsep_policy_run(struct acme_privsep_files *files,
			struct acme_store_request *request)
{
	if (!acme_store_request_is_of_auth(request) && !files->no_pair.err)
		request->err = look_at_pair(files, request);
	if (request->err)
		return;
	acme_store_request_run_in(request, &files->paths, &files->opened,
				  acme_store_request_is_of_auth(request)
					  ? &files->no_auth
					  : &files->no_pair);
}

static enum acme_err
check_tag(const struct acme_store_request *request,
	  const struct acme_privsep_files *files, struct acme_fault *fault)
{
	const struct acme_store_paths *paths = &files->paths;
	char tag[ACME_STATE_TAG_LEN + 1];

	if (acme_state_pair_tag(paths->cert, tag))
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	if (strcmp(tag, request->tag) != 0)
		return refuse(fault, paths, "the state is not of cert-path");
	return ACME_OK;
}

enum acme_err
acme_privsep_policy_allows(const struct acme_store_request *request,
			   const struct acme_privsep_files *files,
			   struct acme_fault *fault)
{
	const char *wrong = wrong_shape(request);
	enum acme_err err = ACME_OK;

	if (wrong)
		return refuse(fault, &files->paths, wrong);
	if (request->kind == ACME_STORE_REQUEST_PUT)
		err = check_text(request, &files->paths, fault);
	if (!err && request->record == ACME_RECORD_STATE &&
	    request->kind != ACME_STORE_REQUEST_TRY)
		err = check_tag(request, files, fault);
	return err;
}
