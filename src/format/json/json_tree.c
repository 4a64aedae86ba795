/* SPDX-License-Identifier: MIT */
/*
 * This builds a document.  Its size is bounded before the first value: each
 * value but the root follows a bracket or a comma, and unescaped text is never
 * longer than it was.  So nothing that is added fails.
 */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "format/json/json_tree.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>

static size_t
count_values(struct acme_span text)
{
	size_t i, n = 1;

	for (i = 0; i < text.len; i++)
		n += text.data[i] == ',' || text.data[i] == '[' ||
		     text.data[i] == '{';
	return n;
}

enum acme_err
acme_json_tree_new(struct acme_span text, struct acme_json **json,
		   struct acme_fault *fault)
{
	size_t max_values = count_values(text);
	struct acme_json *created = NULL;

	if (max_values > ACME_JSON_MAX_VALUES)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "more than %d values",
				      ACME_JSON_MAX_VALUES);
	created = calloc(1, sizeof(*created));
	if (!created)
		goto out;
	created->values = calloc(max_values, sizeof(*created->values));
	created->max_values = max_values;
	created->text = malloc(text.len + 1);
	created->max_text_len = text.len;
	if (!created->values || !created->text)
		goto out;
	*json = created;
	return ACME_OK;
out:
	acme_json_free(created);
	return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
}

void
acme_json_free(struct acme_json *json)
{
	if (!json)
		return;
	free(json->values);
	/* It may have been a private JWK. */
	if (json->text)
		explicit_bzero(json->text, json->max_text_len);
	free(json->text);
	free(json);
}

void
acme_json_tree_add_text(struct acme_json *json, const void *from, size_t len)
{
	assert(len <= json->max_text_len - json->text_len);
	memcpy(json->text + json->text_len, from, len);
	json->text_len += len;
}

void
acme_json_tree_add_char(struct acme_json *json, uint32_t code_point)
{
	char utf8[ACME_UTF8_MAX];

	acme_json_tree_add_text(json, utf8, acme_utf8_write(code_point, utf8));
}

/* What stands too deep to be asked for is not kept. */
static bool
is_skipped(const struct acme_json *json)
{
	return json->depth > ACME_JSON_TREE_MAX_DEPTH;
}

static struct acme_span
end_text(struct acme_json *json)
{
	struct acme_span text = acme_span(json->text + json->text_at,
					  json->text_len - json->text_at);

	if (is_skipped(json))
		json->text_len = json->text_at;
	json->text_at = json->text_len;
	return text;
}

void
acme_json_tree_end_name(struct acme_json *json)
{
	json->name = end_text(json);
}

/* NULL: it is skipped. */
static struct acme_json_value *
add_value(struct acme_json *json, enum acme_json_type type)
{
	struct acme_span text = end_text(json);
	struct acme_json_value *value, *parent;

	if (is_skipped(json))
		return NULL;
	assert(json->n_values < json->max_values);
	value = &json->values[json->n_values++];
	value->type = type;
	value->text = text;
	value->name = json->name;
	json->name = acme_span(NULL, 0);
	if (!json->depth)
		return value;
	parent = json->open[json->depth - 1];
	*(parent->last ? &parent->last->next : &parent->first) = value;
	parent->last = value;
	parent->n_items++;
	return value;
}

void
acme_json_tree_end_value(struct acme_json *json, enum acme_json_type type)
{
	add_value(json, type);
}

void
acme_json_tree_end_bool(struct acme_json *json, bool truth)
{
	struct acme_json_value *value = add_value(json, ACME_JSON_BOOL);

	if (value)
		value->truth = truth;
}

void
acme_json_tree_open(struct acme_json *json, enum acme_json_type type)
{
	struct acme_json_value *value = add_value(json, type);

	if (json->depth < ACME_JSON_TREE_MAX_DEPTH)
		json->open[json->depth] = value;
	json->depth++;
}

void
acme_json_tree_close(struct acme_json *json)
{
	assert(json->depth);
	json->depth--;
}
