/* SPDX-License-Identifier: MIT */
/* UTF-8, each character and all of a text. */
#include "base/utf8.h"
#include "proof.h"

int
main(void)
{
	struct acme_span text = proof_bytes();
	char again[ACME_UTF8_MAX];
	uint32_t code_point;
	size_t len;

	PROOF_READABLE(acme_utf8_unmarked(text));
	len = acme_utf8_first(text, &code_point);
	__CPROVER_assert(len <= text.len, "a character lies in the text");
	if (len)
		__CPROVER_assert(acme_utf8_write(code_point, again) == len,
				 "a character is written as it was read");
	(void)acme_utf8_is_valid(text);
	return 0;
}
