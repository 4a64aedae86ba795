/* SPDX-License-Identifier: MIT */
/*
 * What a proof is made of: bytes of which nothing is known, in a block that is
 * exactly as long as they are.  CBMC looks at each value that they can have.
 */
#ifndef TESTS_PROOF_PROOF_H
#define TESTS_PROOF_PROOF_H

#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>

/* CBMC takes what has no body for any value of the type. */
size_t nondet_size(void);
int64_t nondet_number(void);
bool nondet_bool(void);

/* All of the span can be read. */
#define PROOF_READABLE(span)                                              \
	__CPROVER_assert(!(span).len ||                                   \
				 __CPROVER_r_ok((span).data, (span).len), \
			 #span " can be read")

/*
 * Bytes of any values.  There are any number of them up to ${BOUND}, or ${LEN}
 * where each length has a run of its own.  With AT_END they stand at the end of
 * a block of ${BOUND}: so no array is of unknown size, which CBMC is slow with,
 * and a read before them is seen only where they are ${BOUND}.
 */
static inline struct acme_span
proof_bytes(void)
{
#ifdef LEN
	size_t len = LEN;
#else
	size_t len = nondet_size();
#endif
	char *bytes;

	__CPROVER_assume(len <= BOUND);
#ifdef AT_END
	bytes = malloc(BOUND);
	__CPROVER_assume(bytes);
	bytes += BOUND - len;
#else
	bytes = malloc(len);
	__CPROVER_assume(bytes);
#endif
	return acme_span(bytes, len);
}

/* The same, between two texts that are known: so it is seen what is read late.
 * Copied byte by byte, as CBMC then knows them as they are. */
static inline struct acme_span
proof_bytes_in(const char *before, const char *after)
{
	struct acme_span any = proof_bytes();
	size_t n_before = strlen(before), n_after = strlen(after), i, len = 0;
	char *text = malloc(n_before + any.len + n_after);

	__CPROVER_assume(text);
	for (i = 0; i < n_before; i++)
		text[len++] = before[i];
	for (i = 0; i < any.len; i++)
		text[len++] = any.data[i];
	for (i = 0; i < n_after; i++)
		text[len++] = after[i];
	return acme_span(text, len);
}

#endif
