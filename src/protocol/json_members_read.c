/* SPDX-License-Identifier: MIT */
/*
 * This is the one place that decides what a missing member, a null and a URL
 * are.
 */
#include "protocol/json_members_read.h"

#include "format/url.h"

enum acme_err
acme_json_get_parse(struct acme_span text, struct acme_json **json,
		    struct acme_fault *fault)
{
	struct acme_json *parsed = NULL;
	enum acme_err err = acme_json_parse(text, &parsed, fault);

	if (err)
		return err;
	if (!acme_json_is(acme_json_root(parsed), ACME_JSON_OBJECT)) {
		acme_json_free(parsed);
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "it is not a JSON object");
	}
	*json = parsed;
	return ACME_OK;
}

const struct acme_json_value *
acme_json_get_find(const struct acme_json_value *object, const char *name)
{
	const struct acme_json_value *member = acme_json_member(object, name);

	return acme_json_is(member, ACME_JSON_NULL) ? NULL : member;
}

struct acme_span
acme_json_get_span(const struct acme_json_value *object, const char *name)
{
	const struct acme_json_value *member = acme_json_member(object, name);

	if (!acme_json_is(member, ACME_JSON_STRING))
		return acme_span(NULL, 0);
	return acme_json_text(member);
}

static enum acme_err
copy(struct acme_span from, char **to, struct acme_fault *fault)
{
	char *made = acme_span_dup(from);

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	*to = made;
	return ACME_OK;
}

enum acme_err
acme_json_get_string(const struct acme_json_value *object, const char *name,
		     char **string, struct acme_fault *fault)
{
	struct acme_span text;
	enum acme_err err;

	if (!acme_json_get_find(object, name))
		return ACME_OK;
	err = acme_json_string(object, name, &text, fault);
	return err ? err : copy(text, string, fault);
}

enum acme_err
acme_json_get_copy_url(struct acme_span url, const char *name, char **to,
		       struct acme_fault *fault)
{
	struct acme_url split;
	enum acme_err err = acme_url_parse(url, true, &split, fault);

	if (err)
		return acme_fault_in(fault, err, "member '%s'", name);
	return copy(url, to, fault);
}

enum acme_err
acme_json_get_url(const struct acme_json_value *object, const char *name,
		  char **url, struct acme_fault *fault)
{
	struct acme_span text;
	enum acme_err err;

	if (!acme_json_get_find(object, name))
		return ACME_OK;
	err = acme_json_string(object, name, &text, fault);
	if (err || !text.len)
		return err;
	return acme_json_get_copy_url(text, name, url, fault);
}

void
acme_json_get_flag(const struct acme_json_value *object, const char *name,
		   bool *truth)
{
	struct acme_span text = acme_json_get_span(object, name);

	if (acme_span_equal_nocase(text, ACME_SPAN("true")))
		*truth = true;
	else if (acme_json_bool(object, name, truth, NULL))
		return;
}

enum acme_err
acme_json_get_array(const struct acme_json_value *object, const char *name,
		    const struct acme_json_value **array,
		    struct acme_fault *fault)
{
	if (!acme_json_get_find(object, name))
		return ACME_OK;
	return acme_json_array(object, name, array, fault);
}

enum acme_err
acme_json_get_missing(const char *name, struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_INVALID, "member '%s' is missing",
			      name);
}
