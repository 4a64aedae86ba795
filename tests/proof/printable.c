/* SPDX-License-Identifier: MIT */
/* What a log shows of bytes from outside, in any room. */
#include "base/printable.h"
#include "proof.h"

#include <stdio.h>

/* For the three escapes: as many letters as the format makes. */
int
snprintf(char *to, size_t size, const char *fmt, ...)
{
	int n = fmt[1] == 'x' ? 4 : fmt[1] == 'u' ? 6 : 10;

	__CPROVER_assert((size_t)n < size && __CPROVER_w_ok(to, size),
			 "an escape has room");
	to[n] = '\0';
	return n;
}

int
main(void)
{
	size_t size = nondet_size();
	char *to;

	__CPROVER_assume(size && size <= 2 * BOUND);
	to = malloc(size);
	__CPROVER_assume(to);
	(void)acme_printable(proof_bytes(), to, size);
	__CPROVER_assert(__CPROVER_r_ok(to, size), "it is there");
	free(to);
	return 0;
}
