/* SPDX-License-Identifier: MIT */
/*
 * JSON as RFC 8259 has it, and nothing else.  The whole text becomes a tree
 * first, then it is asked, so that the order of members decides nothing.
 */
#ifndef ACME_FORMAT_JSON_JSON_H
#define ACME_FORMAT_JSON_JSON_H

#include "base/fault.h"
#include "base/span.h"

#include <stdint.h>

#define ACME_JSON_MAX_LEN    (1024 * 1024) /* bytes of text */
#define ACME_JSON_MAX_VALUES 65536
#define ACME_JSON_MAX_DEPTH  512 /* objects and arrays in one another */

enum acme_json_type {
	ACME_JSON_NULL,
	ACME_JSON_BOOL,
	ACME_JSON_NUMBER,
	ACME_JSON_STRING,
	ACME_JSON_ARRAY,
	ACME_JSON_OBJECT,
	ACME_JSON__MAX
};

struct acme_json;

/* Belongs to its document; NULL stands for "not there" and may be asked. */
struct acme_json_value;

/*
 * Read ${text}, which holds one value; a byte order mark in front is ignored.
 * ${json} owns copies of all it needs; U+0000 in a string becomes U+FFFD,
 * and so does half of a surrogate pair.  ACME_ERR_SYNTAX with the byte offset,
 * also for bytes that are no UTF-8; ACME_ERR_LIMIT: too long, too many values,
 * or nested too deep.  What stands deeper than anybody asks
 * (16 levels) has to be JSON, too, and is not kept: there, objects and arrays
 * are empty.
 */
enum acme_err acme_json_parse(struct acme_span text, struct acme_json **json,
			      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_json_free(struct acme_json *json);

const struct acme_json_value *acme_json_root(const struct acme_json *json);

/* The word for a type: "string". NULL is "nothing". */
const char *acme_json_type_name(const struct acme_json_value *value);

bool acme_json_is(const struct acme_json_value *value,
		  enum acme_json_type type);

/* NULL where there is none; where a name is there twice, the first. */
const struct acme_json_value *
acme_json_member(const struct acme_json_value *object, const char *name);

/* Items of an array or members of an object; 0 for all else. */
size_t acme_json_n_items(const struct acme_json_value *value);

/* The first item or member, and the one after ${value}; NULL at the end. */
const struct acme_json_value *
acme_json_first(const struct acme_json_value *value);

const struct acme_json_value *
acme_json_next(const struct acme_json_value *value);

/* The name of a member, unescaped; empty for an item. */
struct acme_span acme_json_name(const struct acme_json_value *value);

/* A string, unescaped, or a number as it was written; empty for all else. */
struct acme_span acme_json_text(const struct acme_json_value *value);

/*
 * The member ${name} of ${object}, which must be there and be of the type:
 * else ACME_ERR_INVALID.  A member that may be missing is looked for with
 * acme_json_member() first.
 */
enum acme_err acme_json_string(const struct acme_json_value *object,
			       const char *name, struct acme_span *string,
			       struct acme_fault *fault) ACME_MUST_CHECK;

enum acme_err acme_json_bool(const struct acme_json_value *object,
			     const char *name, bool *truth,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* No fraction, no exponent, within int64_t. */
enum acme_err acme_json_integer(const struct acme_json_value *object,
				const char *name, int64_t *integer,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* An array, for acme_json_first() and acme_json_n_items(). */
enum acme_err acme_json_array(const struct acme_json_value *object,
			      const char *name,
			      const struct acme_json_value **array,
			      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
