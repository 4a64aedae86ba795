/* SPDX-License-Identifier: MIT */
/*
 * The state as JSON.  It is read as a stranger's: nothing in it can do more
 * than make the client ask the CA of the options once more.
 */
#include "client/state.h"

#include "crypto/digest.h"
#include "format/json_write.h"
#include "protocol/member.h"

#include <stdlib.h>

#define VERSION	     1
#define FAILURES_MAX 1000
#define IDENTITY_MAX (2 * ACME_STATE_IDENTITY_MAX)

static void
write_text(struct acme_json_write *write, const char *name, const char *text)
{
	if (text && *text)
		acme_json_write_string(write, name, acme_span_str(text));
}

enum acme_err
acme_state_write(const struct acme_state *state, struct acme_buf *json)
{
	struct acme_json_write write;

	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_integer(&write, "version", VERSION);
	write_text(&write, "account", state->account_url);
	write_text(&write, "order", state->order_url);
	write_text(&write, "certificate", state->certificate);
	acme_json_write_integer(&write, "failures", state->n_failures);
	acme_json_write_integer(&write, "not-before", state->attempt_s);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}

static enum acme_err
read_number(const struct acme_json_value *root, const char *name, int64_t max,
	    int64_t *number, struct acme_fault *fault)
{
	enum acme_err err = acme_json_integer(root, name, number, fault);

	if (!err && (*number < 0 || *number > max))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "member '%s' is out of range", name);
	return err;
}

static enum acme_err
read_serial(const struct acme_json_value *root, struct acme_state *state,
	    struct acme_fault *fault)
{
	struct acme_span serial = acme_member_span(root, "certificate");

	if (serial.len >= sizeof(state->certificate))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "member 'certificate' is too long");
	if (serial.len)
		memcpy(state->certificate, serial.data, serial.len);
	return ACME_OK;
}

static enum acme_err
read_members(const struct acme_json_value *root, struct acme_state *state,
	     struct acme_fault *fault)
{
	int64_t version = 0, n_failures = 0;
	enum acme_err err;

	err = acme_json_integer(root, "version", &version, fault);
	if (!err && version != VERSION)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "version %lld is not known",
				     (long long)version);
	if (!err)
		err = acme_member_url(root, "account", &state->account_url,
				      fault);
	if (!err)
		err = acme_member_url(root, "order", &state->order_url, fault);
	if (!err)
		err = read_serial(root, state, fault);
	if (!err)
		err = read_number(root, "failures", FAILURES_MAX, &n_failures,
				  fault);
	if (!err)
		err = read_number(root, "not-before", INT64_MAX,
				  &state->attempt_s, fault);
	state->n_failures = (unsigned int)n_failures;
	return err;
}

enum acme_err
acme_state_read(struct acme_span json, struct acme_state *state,
		struct acme_fault *fault)
{
	struct acme_json *document = NULL;
	enum acme_err err = acme_member_parse(json, &document, fault);

	if (!err)
		err = read_members(acme_json_root(document), state, fault);
	acme_json_free(document);
	if (err)
		acme_state_clear(state);
	return err;
}

void
acme_state_clear(struct acme_state *state)
{
	free(state->account_url);
	free(state->order_url);
	*state = (struct acme_state){ .account_url = NULL };
}

void
acme_state_set_url(char **url, struct acme_span text)
{
	free(*url);
	*url = text.len ? acme_span_dup(text) : NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names may be given in any order. */
static enum acme_err
add_names(const struct acme_config *config, struct acme_buf *identity)
{
	char **names = calloc(config->n_names + 1, sizeof(*names));
	enum acme_err err = names ? ACME_OK : ACME_ERR_MEMORY;
	size_t i;

	for (i = 0; !err && i < config->n_names; i++)
		names[i] = config->names[i];
	if (!err)
		qsort(names, config->n_names, sizeof(*names), compare);
	for (i = 0; !err && i < config->n_names; i++)
		err = acme_buf_addf(identity, "%s\n", names[i]);
	free(names);
	return err;
}

enum acme_err
acme_state_identity(const struct acme_config *config, struct acme_buf *identity)
{
	enum acme_err err;

	err = acme_buf_addf(identity, "%s\n%s\n", config->directory_url,
			    acme_key_type_name(config->key_type));
	return err ? err : add_names(config, identity);
}

/* The thumbprint comes behind the first line. */
enum acme_err
acme_state_tag_of(struct acme_span identity, struct acme_span thumbprint,
		  char tag[ACME_STATE_TAG_LEN + 1])
{
	const char *end =
		identity.len ? memchr(identity.data, '\n', identity.len) : NULL;
	struct acme_buf text = ACME_BUF_INIT(IDENTITY_MAX);
	size_t first = end ? (size_t)(end + 1 - identity.data) : 0;
	enum acme_err err;

	err = acme_buf_add(&text, acme_span(identity.data, first));
	if (!err)
		err = acme_buf_add(&text, thumbprint);
	if (!err)
		err = acme_buf_add(&text, ACME_SPAN("\n"));
	if (!err)
		err = acme_buf_add(&text, acme_span(identity.data + first,
						    identity.len - first));
	if (!err)
		err = acme_digest_hex(acme_buf_span(&text), ACME_STATE_TAG_LEN,
				      tag);
	acme_buf_clear(&text);
	return err;
}

enum acme_err
acme_state_tag(const struct acme_config *config, struct acme_span thumbprint,
	       char tag[ACME_STATE_TAG_LEN + 1])
{
	struct acme_buf identity = ACME_BUF_INIT(ACME_STATE_IDENTITY_MAX);
	enum acme_err err = acme_state_identity(config, &identity);

	if (!err)
		err = acme_state_tag_of(acme_buf_span(&identity), thumbprint,
					tag);
	acme_buf_clear(&identity);
	return err;
}
