/* SPDX-License-Identifier: MIT */
/*
 * Builds a document.  Its size is bounded before the first value: each value
 * but the root follows a bracket or a comma, and unescaped text is never
 * longer than it was.
 */
#include "format/json_tree.h"

#include "format/utf8.h"

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

enum acme_err
acme_json_tree_add_text(struct acme_json *json, const char *from, size_t len,
			struct acme_fault *fault)
{
	if (len > json->max_text_len - json->text_len)
		return acme_fault_set(fault, ACME_ERR_LIMIT, "too much text");
	memcpy(json->text + json->text_len, from, len);
	json->text_len += len;
	return ACME_OK;
}

/* Six bytes that are \ud83d\ude00 as LEJP writes it: three for each half. */
static bool
is_surrogate_pair(const unsigned char *in)
{
	return in[0] == 0xed && in[1] >= 0xa0 && in[1] <= 0xaf &&
	       in[3] == 0xed && in[4] >= 0xb0;
}

static void
join_pair(const unsigned char *in, unsigned char *out)
{
	unsigned long c =
		0x10000 + ((in[1] & 0x0ful) << 16 | (in[2] & 0x3ful) << 10 |
			   (in[4] & 0x0ful) << 6 | (in[5] & 0x3ful));

	out[0] = (unsigned char)(0xf0 | c >> 18);
	out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (unsigned char)(0x80 | (c & 0x3f));
}

/* A half without its other stays as it is, and then is no UTF-8. */
static size_t
join_surrogates(unsigned char *text, size_t len)
{
	size_t in = 0, out = 0;

	while (in < len) {
		if (len - in < 6 || !is_surrogate_pair(text + in)) {
			text[out++] = text[in++];
			continue;
		}
		join_pair(text + in, text + out);
		in += 6;
		out += 4;
	}
	return out;
}

static enum acme_err
end_text(struct acme_json *json, struct acme_span *span,
	 struct acme_fault *fault)
{
	char *start = json->text + json->text_at;
	size_t len = json->text_len - json->text_at;
	struct acme_span text;

	len = join_surrogates((unsigned char *)start, len);
	text = acme_span(start, len);
	if (len && memchr(start, 0, len))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "U+0000 in a string");
	if (!acme_utf8_is_valid(text))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "half of a surrogate pair in a string");
	json->text_len = json->text_at += len;
	*span = text;
	return ACME_OK;
}

enum acme_err
acme_json_tree_end_name(struct acme_json *json, struct acme_fault *fault)
{
	return end_text(json, &json->name, fault);
}

/* NULL: there is no room, and the fault says so. */
static struct acme_json_value *
add_value(struct acme_json *json, enum acme_json_type type,
	  struct acme_fault *fault)
{
	struct acme_json_value *value, *parent;

	if (json->n_values == json->max_values) {
		acme_fault_set(fault, ACME_ERR_LIMIT, "too many values");
		return NULL;
	}
	value = &json->values[json->n_values++];
	value->type = type;
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

enum acme_err
acme_json_tree_end_value(struct acme_json *json, enum acme_json_type type,
			 bool truth, struct acme_fault *fault)
{
	struct acme_json_value *value = add_value(json, type, fault);

	if (!value)
		return ACME_ERR_LIMIT;
	value->truth = truth;
	return end_text(json, &value->text, fault);
}

enum acme_err
acme_json_tree_open(struct acme_json *json, enum acme_json_type type,
		    struct acme_fault *fault)
{
	struct acme_json_value *value;

	if (json->depth == ACME_JSON_TREE_MAX_DEPTH)
		return acme_fault_set(fault, ACME_ERR_LIMIT, "nested too deep");
	value = add_value(json, type, fault);
	if (!value)
		return ACME_ERR_LIMIT;
	json->open[json->depth++] = value;
	return ACME_OK;
}

enum acme_err
acme_json_tree_close(struct acme_json *json, enum acme_json_type type,
		     struct acme_fault *fault)
{
	if (!json->depth || json->open[json->depth - 1]->type != type)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "a bracket does not match");
	json->depth--;
	return ACME_OK;
}
