/* SPDX-License-Identifier: MIT */
/* What is asked of a JSON document: a member of any name and of any text. */
#include "any_length.h"

/* Downwards, so it is never more than 0. */
#define ANY_to_integer() \
	(i = nondet_size(), digit = nondet_int(), value = nondet_number())
#define KEPT_to_integer() (i <= text.len && value <= 0)

#include "inside/json_value.c"

int
main(void)
{
	struct acme_json_value member = {
		.type = nondet_bool() ? ACME_JSON_NUMBER : ACME_JSON_STRING,
		.name = proof_bytes(),
		.text = proof_bytes(),
	};
	struct acme_json_value object = {
		.type = ACME_JSON_OBJECT,
		.first = nondet_bool() ? &member : NULL,
	};
	struct acme_fault fault;
	struct acme_span text;
	int64_t integer;

	(void)acme_json_integer(&object, "n", &integer, &fault);
	(void)acme_json_integer(&member, "n", &integer, &fault);
	if (!acme_json_string(&object, "n", &text, &fault))
		PROOF_READABLE(text);
	return 0;
}
