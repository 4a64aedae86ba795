/* SPDX-License-Identifier: MIT */
/*
 * A document from a copy of its text that is gone before it is asked.
 */
#ifndef TEST_JSON_TEXT_H
#define TEST_JSON_TEXT_H

#include "format/exact.h"
#include "format/json/json.h"

static inline struct acme_json *
json_text_parse(struct acme_span text, enum acme_err *err,
		struct acme_fault *fault)
{
	struct acme_span copy = exact_copy(text);
	struct acme_json *json = NULL;

	*err = acme_json_parse(copy, &json, fault);
	exact_free(copy);
	return json;
}

#endif
