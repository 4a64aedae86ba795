/* SPDX-License-Identifier: MIT */
/* Comparisons of two spans. */
#include "any_length.h"

#define ANY_acme_span_equal_nocase()  (i = nondet_size())
#define KEPT_acme_span_equal_nocase() (i <= a.len)

#include "inside/span.c"

int
main(void)
{
	(void)acme_span_equal_nocase(proof_bytes(), proof_bytes());
	return 0;
}
