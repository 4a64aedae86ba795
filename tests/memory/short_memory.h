/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out.  A program with short_memory.c in it has these
 * functions' malloc(), calloc() and realloc() instead of libc's or the
 * sanitizer's, and so have all libraries that it uses.
 */
#ifndef TEST_SHORT_MEMORY_H
#define TEST_SHORT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From now on, ${n} allocations succeed, and no more. */
void memory_lasts(size_t n);

void memory_is_enough(void);

/* From now on the ${nth} allocation of this thread fails, from 1, and no other;
 * 0: none. */
void memory_fails_at(size_t nth);

/* None fails any more, and none is counted. */
void memory_stops_failing(void);

/* How many there were, and whether one of them failed. */
size_t memory_n_asked(void);
bool memory_has_failed(void);

/*
 * Whose allocations the next ones are: those of the test itself are not
 * counted, and never fail.  What it was before.
 */
bool memory_is_tests(bool tests);

/* Unit tests are compiled with these as theirs. */
void *memory_own_malloc(size_t size);
void *memory_own_calloc(size_t n, size_t size);
void *memory_own_realloc(void *old, size_t size);

/* And this asks there as a library does: what a library is given as its own. */
void *memory_library_realloc(void *old, size_t size);

/*
 * ${watcher} is told of each that is counted: where it comes from, as one
 * number.  The same functions that call one another in the same lines are the
 * same place.  mbedTLS has no frame pointers: in it, the place is the last
 * call and the depth of the stack.
 */
void memory_watch(void (*watcher)(size_t nth, uint64_t place));

#endif
