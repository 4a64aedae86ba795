/* SPDX-License-Identifier: MIT */
/*
 * A system that says no: each function of calls.h stands before the C library's
 * (interposer.c), and refuses where it is told to.  Only calls that the
 * program's own code makes count: lws, mbedTLS and the C library have a system
 * that works.
 *
 * The state is shared with processes that are forked from this one.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include "calls.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum faults_kind {
	FAULTS_NONE,  /* the calls are counted */
	FAULTS_FAILS, /* with an errno, and nothing is done */
	FAULTS_SHORT, /* fewer bytes are read or written than were asked for */
	FAULTS_LIES   /* nothing is done, and success is told */
};

enum faults_where {
	FAULTS_HERE,	 /* in this process */
	FAULTS_ELSEWHERE /* in the others */
};

struct faults_plan {
	enum faults_kind kind;
	enum faults_where where;
	enum faults_call call;
	unsigned int nth; /* the first is 1 */
	/* Or once.  What would clean up then fails, too: close(), unlinkat(),
	 * and getnameinfo(), by which a failure is told. */
	bool from_then_on;
	int error;
};

#define FAULTS_FOLLOWS EIO /* is what they fail with */

/* Count from 0, and let ${plan} come true. */
void faults_begin(const struct faults_plan *plan);

/* The system works again; and, in any process, it does what it did before. */
void faults_end(void);
void faults_go_on(void);

/* The last error that there was to be; 0: none. */
int faults_error(void);

/* Until it is called with false, this thread's calls are the test's own; not
 * those of a process that it forks. */
void faults_look_away(bool looks_away);

/* Since faults_begin(). */
unsigned int faults_n_calls(enum faults_call call);
unsigned int faults_n_struck(void);

const char *faults_name(enum faults_call call);

/* Those of calls.h, and then 0. */
const int *faults_errnos(enum faults_call call);

/* Is ${caller} in the code of the program itself, and in no library? */
bool faults_is_of_program(const void *caller);

/* Where the program's file has what is at ${caller} now. */
uintptr_t faults_offset(const void *caller);

/* For interposer.c: what is to become of this call; errno is set. */
enum faults_kind faults_strike(enum faults_call call, const void *caller);

#endif
