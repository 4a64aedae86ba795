/* SPDX-License-Identifier: MIT */
/*
 * A loop that is proved for any number of turns, by induction: what is said of
 * its variables is true before the first turn, and after a turn that began so.
 * So one turn is looked at, from anywhere in the bytes, and no input is too
 * long.  prove.py puts the two macros into the loop's source; ${loop} is the
 * name of a Ragel machine, or of the function where the loop stands.
 *
 * ANY_loop() gives each variable that a turn changes (prove.py sees that none
 * is forgotten) any value of its type; KEPT_loop() says which it can have.
 */
#ifndef TESTS_PROOF_ANY_LENGTH_H
#define TESTS_PROOF_ANY_LENGTH_H

#include "proof.h"

unsigned int nondet_unsigned(void);
int nondet_int(void);

#define PROOF_LOOP(loop)                                                   \
	(__CPROVER_assert(KEPT_##loop(), #loop ": before the first turn"), \
	 ANY_##loop(), __CPROVER_assume(KEPT_##loop()))

/* True, as a loop may ask for it; but nothing goes on behind it. */
#define PROOF_TURN(loop)                                          \
	(__CPROVER_assert(KEPT_##loop(), #loop ": after a turn"), \
	 __CPROVER_assume(false), true)

/* Of ANY_loop(): a turn gives its address away, but to be read. */
#define PROOF_ONLY_READ(what) ((void)&(what))

/* How far ${at} is behind ${start}, a pointer into the same bytes. */
static inline size_t
proof_offset(const void *start, const void *at)
{
	return __CPROVER_POINTER_OFFSET(at) - __CPROVER_POINTER_OFFSET(start);
}

/* Points ${at} into the bytes from ${start} up to ${end}, or behind them? */
static inline bool
proof_is_in(const void *start, const void *at, const void *end)
{
	return __CPROVER_same_object(start, at) &&
	       __CPROVER_POINTER_OFFSET(at) >=
		       __CPROVER_POINTER_OFFSET(start) &&
	       __CPROVER_POINTER_OFFSET(at) <= __CPROVER_POINTER_OFFSET(end);
}

/* Lies it there, or is it empty? */
static inline bool
proof_is_part(const void *start, struct acme_span part, const void *end)
{
	return !part.len || (proof_is_in(start, part.data, end) &&
			     part.len <= proof_offset(part.data, end));
}

/* Any place there. */
static inline char *
proof_place(const void *start, const void *end)
{
	size_t n = nondet_size();

	__CPROVER_assume(n <= proof_offset(start, end));
	return (char *)start + n;
}

static inline struct acme_span
proof_part(const void *start, const void *end)
{
	const char *at = proof_place(start, end);
	size_t len = nondet_size();

	__CPROVER_assume(len <= proof_offset(at, end));
	return acme_span(at, len);
}

/* A state of a Ragel machine, by its table of states, that is no error. */
#define PROOF_IS_STATE(cs, key_spans) \
	((cs) > 0 && (cs) < (int)(sizeof(key_spans) / sizeof(*(key_spans))))

#endif
