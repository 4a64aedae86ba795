/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out.  The linker puts the functions of short_memory.c before
 * the real ones (--wrap).
 */
#ifndef TEST_SHORT_MEMORY_H
#define TEST_SHORT_MEMORY_H

#include <stddef.h>

/* From now on, ${n} allocations succeed, and no more. */
void memory_lasts(size_t n);

void memory_is_enough(void);

#endif
