/* SPDX-License-Identifier: MIT */
/*
 * What a harness exports, as libFuzzer calls it.  replay.c calls it, too, so
 * that the corpus runs as an ordinary test.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* A broken promise of the parser. */
#define FUZZ_ASSERT(condition)                                       \
	do {                                                         \
		if (!(condition))                                    \
			fuzz_broken(#condition, __FILE__, __LINE__); \
	} while (0)

#include <stdio.h>
#include <stdlib.h>

static inline void
fuzz_broken(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, condition);
	abort();
}

#endif
