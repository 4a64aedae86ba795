/* SPDX-License-Identifier: MIT */
/*
 * A document, walked to its last value: all text is valid and within it.
 */
#include "base/utf8.h"
#include "format/json/json.h"
#include "fuzz.h"

static size_t
walk(const struct acme_json_value *value)
{
	const struct acme_json_value *item;
	size_t n_items = 0, n_values = 1;

	FUZZ_ASSERT(acme_utf8_is_valid(acme_json_name(value)));
	FUZZ_ASSERT(acme_utf8_is_valid(acme_json_text(value)));
	for (item = acme_json_first(value); item; item = acme_json_next(item)) {
		n_items++;
		n_values += walk(item);
	}
	FUZZ_ASSERT(n_items == acme_json_n_items(value));
	return n_values;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct acme_json *json = NULL;

	if (!acme_json_parse(acme_span(data, len), &json, NULL)) {
		FUZZ_ASSERT(walk(acme_json_root(json)) <= len);
		acme_json_free(json);
	}
	return 0;
}
