/* SPDX-License-Identifier: MIT */
/*
 * The sanitizer's allocator, where there is one, is still the one that is
 * asked: it sees each block and its leak.
 */
#include "memory/short_memory.h"

#include <errno.h>
#include <stdlib.h>

#ifdef SANITIZER
#define REAL(function) __interceptor_##function
#else
#define REAL(function) __libc_##function
#endif

#define FRAMES_MAX 24
#define FRAME_MAX  (64 * 1024) /* bytes; what is further is no frame */

/* As the compiler lays it out on x86-64 and arm64. */
struct frame {
	const struct frame *caller;
	uintptr_t returns_to;
};

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t n, size_t size);
void *REAL(realloc)(void *old, size_t size);

/* The linker's: where this program begins, and its code ends. */
extern const char __executable_start, etext;

static size_t n_lasting = SIZE_MAX; /* allocations that still succeed */
static size_t n_asked, failing;
static bool has_failed, is_tests;
/* Not in other threads: a sanitizer asks there, too, as each begins. */
static _Thread_local bool is_counted;
static const struct frame *bottom; /* of the stack, where the count began */
static void (*watch)(size_t nth, uint64_t place);

void
memory_lasts(size_t n)
{
	n_lasting = n;
}

void
memory_is_enough(void)
{
	n_lasting = SIZE_MAX;
}

void
memory_fails_at(size_t nth)
{
	n_asked = 0;
	failing = nth;
	is_counted = true;
	has_failed = false;
	bottom = __builtin_frame_address(0);
}

void
memory_stops_failing(void)
{
	is_counted = false;
}

size_t
memory_n_asked(void)
{
	return n_asked;
}

bool
memory_has_failed(void)
{
	return has_failed;
}

bool
memory_is_tests(bool tests)
{
	bool before = is_tests;

	is_tests = tests;
	return before;
}

void
memory_watch(void (*watcher)(size_t nth, uint64_t place))
{
	watch = watcher;
}

/* FNV-1a, by words. */
static uint64_t
mix(uint64_t hash, uint64_t word)
{
	return (hash ^ word) * 1099511628211U;
}

static bool
is_frame(const struct frame *frame, const struct frame *inner)
{
	uintptr_t at = (uintptr_t)frame, from = (uintptr_t)inner;

	return at > from && at - from < FRAME_MAX && frame < bottom &&
	       at % sizeof(void *) == 0 &&
	       frame->returns_to > (uintptr_t)&__executable_start &&
	       frame->returns_to < (uintptr_t)&etext;
}

static uint64_t
place_of(const struct frame *frame)
{
	uint64_t hash = mix(14695981039346656037U,
			    (uintptr_t)bottom - (uintptr_t)frame);
	unsigned int n;

	for (n = 0; n < FRAMES_MAX; n++) {
		hash = mix(hash, frame->returns_to);
		if (!is_frame(frame->caller, frame))
			break;
		frame = frame->caller;
	}
	return hash;
}

static bool
is_refused(const struct frame *frame)
{
	if (is_tests)
		return false;
	if (is_counted && ++n_asked == failing)
		return has_failed = true;
	if (is_counted && watch)
		watch(n_asked, place_of(frame));
	if (n_lasting == SIZE_MAX)
		return false;
	if (!n_lasting)
		return true;
	n_lasting--;
	return false;
}

static bool
runs_out(const struct frame *frame)
{
	bool refused = is_refused(frame);

	if (refused)
		errno = ENOMEM;
	return refused;
}

void *
malloc(size_t size)
{
	if (runs_out(__builtin_frame_address(0)))
		return NULL;
	return REAL(malloc)(size);
}

void *
calloc(size_t n, size_t size)
{
	if (runs_out(__builtin_frame_address(0)))
		return NULL;
	return REAL(calloc)(n, size);
}

void *
realloc(void *old, size_t size)
{
	if (runs_out(__builtin_frame_address(0)))
		return NULL;
	return REAL(realloc)(old, size);
}

void *
memory_own_malloc(size_t size)
{
	return REAL(malloc)(size);
}

void *
memory_own_calloc(size_t n, size_t size)
{
	return REAL(calloc)(n, size);
}

void *
memory_own_realloc(void *old, size_t size)
{
	return REAL(realloc)(old, size);
}

void *
memory_library_realloc(void *old, size_t size)
{
	return realloc(old, size);
}
