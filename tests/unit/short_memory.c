/* SPDX-License-Identifier: MIT */
#include "short_memory.h"

#include <stdbool.h>
#include <stdint.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t n_left = SIZE_MAX; /* allocations that still succeed */

void
memory_lasts(size_t n)
{
	n_left = n;
}

void
memory_is_enough(void)
{
	n_left = SIZE_MAX;
}

static bool
runs_out(void)
{
	if (!n_left)
		return true;
	n_left--;
	return false;
}

void *
__wrap_malloc(size_t size)
{
	return runs_out() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return runs_out() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return runs_out() ? NULL : __real_realloc(old, size);
}
