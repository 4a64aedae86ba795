/* SPDX-License-Identifier: MIT */
/*
 * A JSON document in memory: all its values stand in one array, a container
 * before its items, and all its text in one block; neither ever moves.  This
 * is how it is built: json_parse.rl drives it, and json_value.c asks it.
 */
#ifndef ACME_FORMAT_JSON_JSON_TREE_H
#define ACME_FORMAT_JSON_JSON_TREE_H

#include "format/json/json.h"

#define ACME_JSON_TREE_MAX_DEPTH 16 /* what stands deeper is skipped */

struct acme_json_value {
	enum acme_json_type type;
	bool truth;
	struct acme_span name;
	struct acme_span text;
	size_t n_items;
	struct acme_json_value *first;
	struct acme_json_value *last;
	struct acme_json_value *next; /* in the same container */
};

struct acme_json {
	struct acme_json_value *values; /* [0] is the root */
	size_t n_values;
	size_t max_values;
	char *text;
	size_t text_len;
	size_t max_text_len;

	/* while it is built */
	struct acme_json_value *open[ACME_JSON_TREE_MAX_DEPTH];
	size_t depth;
	size_t text_at;	       /* where the text under way begins */
	struct acme_span name; /* of the member whose value comes next */
};

/* An empty document with room for all that ${text} can hold. */
enum acme_err acme_json_tree_new(struct acme_span text, struct acme_json **json,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* A piece of the name, string or number under way, unescaped. */
void acme_json_tree_add_text(struct acme_json *json, const void *from,
			     size_t len);

void acme_json_tree_add_char(struct acme_json *json, uint32_t code_point);

/* The text under way was the name of the next value. */
void acme_json_tree_end_name(struct acme_json *json);

/* The text under way, if any, was a whole value of this type. */
void acme_json_tree_end_value(struct acme_json *json, enum acme_json_type type);

void acme_json_tree_end_bool(struct acme_json *json, bool truth);

/* An object or an array, until it is closed. */
void acme_json_tree_open(struct acme_json *json, enum acme_json_type type);

void acme_json_tree_close(struct acme_json *json);

#endif
