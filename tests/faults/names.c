/* SPDX-License-Identifier: MIT */
/* What the calls are called, how they fail, and whose they are. */
#define _GNU_SOURCE /* dl_iterate_phdr() */
#include "faults.h"

#include <link.h>
#include <stdint.h>

#define NAME(name, ...)	  [CALL_##name] = #name,
#define ERRNOS(name, ...) [CALL_##name] = (const int[]){ __VA_ARGS__, 0 },

static const char *const names[] = { FAULTS_CALLS(NAME) };
static const int *const errnos[] = { FAULTS_CALLS(ERRNOS) };

static struct {
	uintptr_t base, from, to;
} program; /* its code */

static int
find_program(struct dl_phdr_info *object, size_t size, void *arg)
{
	int i;

	(void)size;
	(void)arg;
	for (i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];

		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		program.base = object->dlpi_addr;
		program.from = object->dlpi_addr + part->p_vaddr;
		program.to = program.from + part->p_memsz;
	}
	return 1; /* the program comes first, and no other is of interest */
}

__attribute__((constructor)) static void
start(void)
{
	(void)dl_iterate_phdr(find_program, NULL);
}

bool
faults_is_of_program(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;

	return at >= program.from && at < program.to;
}

uintptr_t
faults_offset(const void *caller)
{
	return (uintptr_t)caller - program.base;
}

const char *
faults_name(enum faults_call call)
{
	return names[call];
}

const int *
faults_errnos(enum faults_call call)
{
	return errnos[call];
}
