/* SPDX-License-Identifier: MIT */
/* Retry-After: seconds or a date, at any time. */
#include "format/http/field.h"
#include "proof.h"

int
main(void)
{
	struct acme_fault fault;
	int64_t after_s = 0;

	if (!acme_field_retry_after(proof_bytes(), nondet_number(), &after_s,
				    &fault))
		__CPROVER_assert(
			after_s >= 0 && after_s <= ACME_FIELD_MAX_RETRY_AFTER_S,
			"a time that can be waited for");
	return 0;
}
