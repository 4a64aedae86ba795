/* SPDX-License-Identifier: MIT */
/*
 * The state is written and read as JSON here.  It is read as untrusted: nothing
 * in it can do more than make us ask the CA of the options once more.
 */
#include "client/enrollment/state_file.h"

#include "base/log.h"
#include "crypto/digest.h"
#include "format/json/json_write.h"
#include "format/url.h"
#include "protocol/json_members_read.h"

#include <limits.h>
#include <stdlib.h>

#define VERSION	   1
#define TEXT_MAX   (256 * 1024)
#define HTTPS_PORT 443

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
	if (state->order_url && state->ordered_s)
		acme_json_write_integer(&write, "ordered", state->ordered_s);
	write_text(&write, "certificate", state->certificate);
	write_text(&write, "replaced", state->replaced);
	write_text(&write, "source", state->source);
	write_text(&write, "challenge", state->challenge);
	write_text(&write, "wanted", state->wanted);
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
read_text(const struct acme_json_value *root, const char *name, char *text,
	  size_t size, struct acme_fault *fault)
{
	struct acme_span found = acme_json_get_span(root, name);

	if (found.len >= size)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "member '%s' is too long", name);
	if (found.len)
		memcpy(text, found.data, found.len);
	return ACME_OK;
}

/* Where it makes no sense, the order is an old one. */
static void
read_ordered(const struct acme_json_value *root, struct acme_state *state)
{
	int64_t *at_s = &state->ordered_s;

	if (!state->order_url ||
	    read_number(root, "ordered", INT64_MAX, at_s, NULL))
		*at_s = 0;
}

/* What it leads to can be asked for again, so the rest is not lost with it. */
static enum acme_err
read_url(const struct acme_json_value *root, const char *name, char **url,
	 struct acme_fault *fault)
{
	enum acme_err err = acme_json_get_url(root, name, url, fault);

	if (!err || err == ACME_ERR_MEMORY)
		return err;
	acme_log(ACME_LOG_WARN,
		 "ignoring member '%s' of the state file, which is no https "
		 "URL: %s",
		 name, fault->text);
	return ACME_OK;
}

static enum acme_err
read_texts(const struct acme_json_value *root, struct acme_state *state,
	   struct acme_fault *fault)
{
	enum acme_err err = read_text(root, "certificate", state->certificate,
				      sizeof(state->certificate), fault);

	if (!err)
		err = read_text(root, "replaced", state->replaced,
				sizeof(state->replaced), fault);
	if (!err) /* as earlier versions called it */
		err = read_text(root, "origin", state->source,
				sizeof(state->source), fault);
	if (!err)
		err = read_text(root, "source", state->source,
				sizeof(state->source), fault);
	if (!err)
		err = read_text(root, "challenge", state->challenge,
				sizeof(state->challenge), fault);
	if (!err)
		err = read_text(root, "wanted", state->wanted,
				sizeof(state->wanted), fault);
	return err;
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
		err = read_url(root, "account", &state->account_url, fault);
	if (!err)
		err = read_url(root, "order", &state->order_url, fault);
	if (!err)
		read_ordered(root, state);
	if (!err)
		err = read_texts(root, state, fault);
	if (!err)
		err = read_number(root, "failures", UINT_MAX, &n_failures,
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
	enum acme_err err = acme_json_get_parse(json, &document, fault);

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
acme_state_forget_attempts(struct acme_state *state)
{
	acme_state_set_url(&state->account_url, ACME_SPAN(""));
	acme_state_set_url(&state->order_url, ACME_SPAN(""));
	state->n_failures = 0;
	state->attempt_s = 0;
}

void
acme_state_set_url(char **url, struct acme_span text)
{
	char *copy = text.len ? acme_span_dup(text) : NULL;

	if (text.len && !copy)
		return;
	free(*url);
	*url = copy;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names may be given in any order. */
static enum acme_err
add_names(const struct acme_config *config, struct acme_buf *text)
{
	char **names = calloc(config->n_names + 1, sizeof(*names));
	enum acme_err err = names ? ACME_OK : ACME_ERR_MEMORY;
	size_t i;

	for (i = 0; !err && i < config->n_names; i++)
		names[i] = config->names[i];
	if (!err)
		qsort(names, config->n_names, sizeof(*names), compare);
	for (i = 0; !err && i < config->n_names; i++)
		err = acme_buf_addf(text, "%s\n", names[i]);
	free(names);
	return err;
}

static enum acme_err
digest(struct acme_buf *of, char tag[ACME_STATE_TAG_LEN + 1])
{
	return acme_digest_hex(acme_buf_span(of), ACME_STATE_TAG_LEN, tag);
}

enum acme_err
acme_state_pair_tag(const char *pair, char tag[ACME_STATE_TAG_LEN + 1])
{
	return acme_digest_hex(acme_span_str(pair), ACME_STATE_TAG_LEN, tag);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Letters of the scheme and the host are alike in either case, and 443 is
 * https's port (RFC 3986 §6.2.2.1 and §6.2.3). */
static enum acme_err
add_normalized(const char *text, struct acme_buf *into)
{
	struct acme_url url;
	enum acme_err err;
	size_t i;

	err = acme_url_parse(acme_span_str(text), true, &url, NULL);
	if (err)
		return acme_buf_add(into, acme_span_str(text));
	err = acme_buf_addf(into, "https://");
	for (i = 0; !err && i < url.host.len; i++)
		err = acme_buf_addf(into, "%c", lower(url.host.data[i]));
	if (!err && url.port != HTTPS_PORT)
		err = acme_buf_addf(into, ":%u", url.port);
	if (!err && !url.target.len)
		err = acme_buf_addf(into, "/");
	return err ? err : acme_buf_add(into, url.target);
}

static enum acme_err
make_tags(const struct acme_config *config, struct acme_buf *text,
	  struct acme_span thumbprint, char *source, char *wanted)
{
	enum acme_err err;

	err = acme_buf_addf(text, "\n%.*s\n", (int)thumbprint.len,
			    thumbprint.data);
	if (!err)
		err = digest(text, source);
	if (!err)
		err = acme_buf_addf(text, "%s\n",
				    acme_key_type_name(config->key_type));
	if (!err)
		err = add_names(config, text);
	if (!err)
		err = digest(text, wanted);
	acme_buf_clear(text);
	return err;
}

enum acme_err
acme_state_tags(const struct acme_config *config, struct acme_span thumbprint,
		const char *pair, struct acme_state_tags *tags)
{
	const char *url = config->directory_url;
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_state_tags made;
	enum acme_err err;

	err = acme_state_pair_tag(pair, made.pair);
	if (!err)
		err = add_normalized(url, &text);
	if (!err)
		err = make_tags(config, &text, thumbprint, made.source,
				made.wanted);
	if (!err)
		err = acme_buf_add(&text, acme_span_str(url));
	if (!err)
		err = make_tags(config, &text, thumbprint, made.spelt_source,
				made.spelt_wanted);
	if (!err)
		*tags = made;
	acme_buf_clear(&text);
	return err;
}

void
acme_state_update_tags(struct acme_state *state,
		       const struct acme_state_tags *tags)
{
	if (!strcmp(state->source, tags->spelt_source))
		memcpy(state->source, tags->source, sizeof(state->source));
	if (!strcmp(state->wanted, tags->spelt_wanted))
		memcpy(state->wanted, tags->wanted, sizeof(state->wanted));
}
