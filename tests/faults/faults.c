/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* syscall(), MAP_ANONYMOUS */
#include "faults.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SITES_MAX 128 /* of one call in a program */

/* In memory that is shared with what is forked. */
struct shared {
	struct faults_plan plan;
	pid_t pid; /* of who made the plan */
	pid_t first;
	atomic_bool goes_on;
	atomic_uint n_calls[CALL__MAX], n_struck;
	atomic_uintptr_t struck[CALL__MAX][SITES_MAX]; /* from where */
};

static struct shared *shared;
static _Thread_local pid_t away; /* whose calls are the test's own */

/* Without mmap(), which is one of those that may refuse. */
__attribute__((constructor)) static void
start(void)
{
	long at =
		syscall(SYS_mmap, NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (at == -1)
		return;
	shared = (struct shared *)(uintptr_t)at;
	shared->first = getpid();
}

static void
print_sites(FILE *to, enum faults_call call)
{
	uintptr_t at;
	size_t i;

	for (i = 0; i < SITES_MAX; i++) {
		at = atomic_load(&shared->struck[call][i]);
		if (!at)
			break;
		fprintf(to, "%s %#lx\n", faults_name(call), (unsigned long)at);
	}
}

/* For driven.py, which looks for the calls that no test has made to fail. */
__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAULTS_STRUCK_TO");
	enum faults_call call;
	FILE *to;

	if (!path || !shared || shared->first != getpid())
		return;
	to = fopen(path, "we");
	if (!to)
		return;
	for (call = (enum faults_call)0; call < CALL__MAX; call++)
		print_sites(to, call);
	fclose(to);
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
faults_go_on(void)
{
	atomic_store(&shared->goes_on, true);
}

int
faults_error(void)
{
	return shared->plan.error;
}

void
faults_look_away(bool looks_away)
{
	away = looks_away ? getpid() : 0;
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

static void
note_site(enum faults_call call, const void *caller)
{
	uintptr_t at = faults_offset(caller), before = 0;
	size_t i;

	for (i = 0; i < SITES_MAX && before != at; i++) {
		before = 0;
		if (atomic_compare_exchange_strong(&shared->struck[call][i],
						   &before, at))
			before = at;
	}
}

/* The ${n}th of this call. */
static bool
is_meant(const struct faults_plan *plan, enum faults_call call, unsigned int n)
{
	return call == plan->call && n >= plan->nth &&
	       (n == plan->nth || plan->from_then_on);
}

/* A call that cleans up, or tells what has failed. */
static bool
follows(const struct faults_plan *plan, enum faults_call call)
{
	return plan->kind == FAULTS_FAILS && plan->from_then_on &&
	       faults_n_struck() &&
	       (call == CALL_close || call == CALL_unlinkat ||
		call == CALL_getnameinfo);
}

enum faults_kind
faults_strike(enum faults_call call, const void *caller)
{
	const struct faults_plan *plan;
	unsigned int n;
	bool meant;

	if (!shared || away == getpid() || !atomic_load(&shared->goes_on) ||
	    !faults_is_of_program(caller))
		return FAULTS_NONE;
	plan = &shared->plan;
	if ((plan->where == FAULTS_HERE) != (shared->pid == getpid()))
		return FAULTS_NONE;
	n = atomic_fetch_add(&shared->n_calls[call], 1) + 1;
	meant = plan->kind != FAULTS_NONE && is_meant(plan, call, n);
	if (!meant && !follows(plan, call))
		return FAULTS_NONE;
	atomic_fetch_add(&shared->n_struck, 1);
	note_site(call, caller);
	errno = meant ? plan->error : FAULTS_FOLLOWS;
	return plan->kind;
}
