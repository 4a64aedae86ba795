/* SPDX-License-Identifier: MIT */
/* This answers questions about a document, which is only read here. */
#include "format/json/json.h"

#include "format/json/json_tree.h"

static const char *const type_names[ACME_JSON__MAX] = {
	[ACME_JSON_NULL] = "null",     [ACME_JSON_BOOL] = "boolean",
	[ACME_JSON_NUMBER] = "number", [ACME_JSON_STRING] = "string",
	[ACME_JSON_ARRAY] = "array",   [ACME_JSON_OBJECT] = "object",
};

const struct acme_json_value *
acme_json_root(const struct acme_json *json)
{
	return json ? json->values : NULL;
}

const char *
acme_json_type_name(const struct acme_json_value *value)
{
	return value ? type_names[value->type] : "nothing";
}

bool
acme_json_is(const struct acme_json_value *value, enum acme_json_type type)
{
	return value && value->type == type;
}

const struct acme_json_value *
acme_json_member(const struct acme_json_value *object, const char *name)
{
	const struct acme_json_value *member;

	if (!acme_json_is(object, ACME_JSON_OBJECT))
		return NULL;
	for (member = object->first; member; member = member->next)
		if (acme_span_equal(member->name, acme_span_str(name)))
			return member;
	return NULL;
}

size_t
acme_json_n_items(const struct acme_json_value *value)
{
	return value ? value->n_items : 0;
}

const struct acme_json_value *
acme_json_first(const struct acme_json_value *value)
{
	return value ? value->first : NULL;
}

const struct acme_json_value *
acme_json_next(const struct acme_json_value *value)
{
	return value ? value->next : NULL;
}

struct acme_span
acme_json_name(const struct acme_json_value *value)
{
	return value ? value->name : acme_span(NULL, 0);
}

struct acme_span
acme_json_text(const struct acme_json_value *value)
{
	return value ? value->text : acme_span(NULL, 0);
}

/* NULL: it is not acceptable, and the fault says why. */
static const struct acme_json_value *
find(const struct acme_json_value *object, const char *name,
     enum acme_json_type type, struct acme_fault *fault)
{
	const struct acme_json_value *member = acme_json_member(object, name);

	if (acme_json_is(member, type))
		return member;
	if (!acme_json_is(object, ACME_JSON_OBJECT))
		acme_fault_set(fault, ACME_ERR_INVALID,
			       "%s stands where an object with '%s' should be",
			       acme_json_type_name(object), name);
	else if (!member)
		acme_fault_set(fault, ACME_ERR_INVALID,
			       "member '%s' is missing", name);
	else
		acme_fault_set(fault, ACME_ERR_INVALID,
			       "member '%s' is of type %s, not %s", name,
			       type_names[member->type], type_names[type]);
	return NULL;
}

enum acme_err
acme_json_string(const struct acme_json_value *object, const char *name,
		 struct acme_span *string, struct acme_fault *fault)
{
	const struct acme_json_value *member;

	member = find(object, name, ACME_JSON_STRING, fault);
	if (!member)
		return ACME_ERR_INVALID;
	*string = member->text;
	return ACME_OK;
}

enum acme_err
acme_json_bool(const struct acme_json_value *object, const char *name,
	       bool *truth, struct acme_fault *fault)
{
	const struct acme_json_value *member;

	member = find(object, name, ACME_JSON_BOOL, fault);
	if (!member)
		return ACME_ERR_INVALID;
	*truth = member->truth;
	return ACME_OK;
}

enum acme_err
acme_json_array(const struct acme_json_value *object, const char *name,
		const struct acme_json_value **array, struct acme_fault *fault)
{
	const struct acme_json_value *member;

	member = find(object, name, ACME_JSON_ARRAY, fault);
	if (!member)
		return ACME_ERR_INVALID;
	*array = member;
	return ACME_OK;
}

/* RFC 8259 §6 without frac and exp: "-0" is fine, "01" is not. */
static bool
to_integer(struct acme_span text, int64_t *integer)
{
	bool negative = text.len && text.data[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t value = 0;
	int digit;

	if (i == text.len || (text.data[i] == '0' && i + 1 < text.len))
		return false;
	/* Downwards, as there is one more negative number than positive. */
	for (; i < text.len; i++) {
		digit = text.data[i] - '0';
		if (digit < 0 || digit > 9 || value < (INT64_MIN + digit) / 10)
			return false;
		value = value * 10 - digit;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*integer = negative ? value : -value;
	return true;
}

enum acme_err
acme_json_integer(const struct acme_json_value *object, const char *name,
		  int64_t *integer, struct acme_fault *fault)
{
	const struct acme_json_value *member;

	member = find(object, name, ACME_JSON_NUMBER, fault);
	if (!member)
		return ACME_ERR_INVALID;
	if (!to_integer(member->text, integer))
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"member '%s' is %.*s, not an integer that "
			"fits",
			name, (int)member->text.len, member->text.data);
	return ACME_OK;
}
