/* SPDX-License-Identifier: MIT */
/*
 * Members of ACME's objects, as tolerant readers take them: a null, and where a
 * URL should be an empty text, is a member that is not there (some CAs write it
 * so).  One that is needed must be of its type; what is not needed is not
 * looked at, or taken by the functions that never fail.
 */
#ifndef ACME_PROTOCOL_JSON_MEMBERS_READ_H
#define ACME_PROTOCOL_JSON_MEMBERS_READ_H

#include "base/buf.h"
#include "format/json/json.h"

/* Parse ${text}, whose root must be an object. */
enum acme_err acme_json_get_parse(struct acme_span text,
				  struct acme_json **json,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* NULL where it is missing or null. */
const struct acme_json_value *
acme_json_get_find(const struct acme_json_value *object, const char *name);

/* Borrowed from the document; empty where it is no string. */
struct acme_span acme_json_get_span(const struct acme_json_value *object,
				    const char *name);

/* These leave the result as it is where the member is missing or null. */

/* On the heap. */
enum acme_err acme_json_get_string(const struct acme_json_value *object,
				   const char *name, char **string,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/* The same, and it must be an absolute https URL. */
enum acme_err acme_json_get_url(const struct acme_json_value *object,
				const char *name, char **url,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* "true" is true, too; what is neither true nor false is not there. */
void acme_json_get_flag(const struct acme_json_value *object, const char *name,
			bool *truth);

/* NULL stands for a missing one. */
enum acme_err acme_json_get_array(const struct acme_json_value *object,
				  const char *name,
				  const struct acme_json_value **array,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* Copy ${url}, which ${name} had, if it is an absolute https URL. */
enum acme_err acme_json_get_copy_url(struct acme_span url, const char *name,
				     char **copy,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* Record that a member is needed which was not there. */
enum acme_err acme_json_get_missing(const char *name, struct acme_fault *fault);

#endif
