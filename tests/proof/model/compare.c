/* SPDX-License-Identifier: MIT */
/*
 * What stands in a proof for comparisons and copies of any length: what they
 * look at can be read, where they write there is room, and what comes of them
 * is anything.
 */
#include "proof.h"

/* Proved as "span". */
bool
acme_span_equal_nocase(struct acme_span a, struct acme_span b)
{
	PROOF_READABLE(a);
	PROOF_READABLE(b);
	return a.len == b.len && nondet_bool();
}

int
memcmp(const void *a, const void *b, size_t len)
{
	__CPROVER_assert(
		!len || (__CPROVER_r_ok(a, len) && __CPROVER_r_ok(b, len)),
		"what is compared can be read");
	return nondet_bool() && len;
}

void *
memcpy(void *to, const void *from, size_t len)
{
	__CPROVER_assert(
		!len || (__CPROVER_w_ok(to, len) && __CPROVER_r_ok(from, len)),
		"what is copied can be read, and has room");
	if (len)
		__CPROVER_havoc_slice(to, len);
	return to;
}
