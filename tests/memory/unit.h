/* SPDX-License-Identifier: MIT */
/*
 * A unit test while memory is short: each place in which a function of its list
 * asks for memory fails once, in a process of its own.  What the test checks
 * can't be so then, and a check that fails ends it.  What must be so: no crash,
 * and nothing lost, which a sanitizer sees; where a check has failed, of what
 * the test itself still holds nothing counts as lost.
 */
#ifndef TEST_MEMORY_UNIT_H
#define TEST_MEMORY_UNIT_H

#include "test.h"

/*
 * "--memory FIRST STEP MOST": of each ${STEP}th function from the ${FIRST}th on
 * (of more than there are, the rest of the division) so many places, 0: all.
 * "NAME NTH": of one function that one, here and now. main()'s result.
 */
int memory_unit_main(const struct test *list, size_t n, int argc, char **argv);

#endif
