/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* syscall(), MAP_ANONYMOUS */
#include "faults.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In memory that is shared with what is forked. */
struct shared {
	struct faults_plan plan;
	pid_t pid; /* of who made the plan */
	atomic_bool goes_on;
	atomic_uint n_calls[CALL__MAX], n_struck;
};

static struct shared *shared;
static _Thread_local bool looks_away;
/* Without mmap(), which is one of those that may refuse. */
__attribute__((constructor)) static void
start(void)
{
	long at =
		syscall(SYS_mmap, NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (at != -1)
		shared = (struct shared *)(uintptr_t)at;
}

void
faults_begin(const struct faults_plan *plan)
{
	size_t i;

	for (i = 0; i < CALL__MAX; i++)
		atomic_store(&shared->n_calls[i], 0);
	atomic_store(&shared->n_struck, 0);
	shared->plan = *plan;
	shared->pid = getpid();
	atomic_store(&shared->goes_on, true);
}

void
faults_end(void)
{
	atomic_store(&shared->goes_on, false);
}

void
faults_look_away(bool away)
{
	looks_away = away;
}

unsigned int
faults_n_calls(enum faults_call call)
{
	return atomic_load(&shared->n_calls[call]);
}

unsigned int
faults_n_struck(void)
{
	return atomic_load(&shared->n_struck);
}

enum faults_kind
faults_strike(enum faults_call call, const void *caller)
{
	const struct faults_plan *plan;
	unsigned int n;

	if (!shared || looks_away || !atomic_load(&shared->goes_on) ||
	    !faults_is_of_program(caller))
		return FAULTS_NONE;
	plan = &shared->plan;
	if ((plan->where == FAULTS_HERE) != (shared->pid == getpid()))
		return FAULTS_NONE;
	n = atomic_fetch_add(&shared->n_calls[call], 1) + 1;
	if (plan->kind == FAULTS_NONE || call != plan->call || n < plan->nth ||
	    (n > plan->nth && !plan->from_then_on))
		return FAULTS_NONE;
	atomic_fetch_add(&shared->n_struck, 1);
	errno = plan->error;
	return plan->kind;
}
