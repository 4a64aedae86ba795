/* SPDX-License-Identifier: MIT */
/*
 * An operation is run once for its calls to be counted, and then once for each
 * call, each errno of it (calls.h), short transfer and lie.  It has to tell
 * what it could not do, to leave the files whole and no descriptor open, and to
 * succeed when it is run again.
 */
#ifndef FAULTS_DRIVER_H
#define FAULTS_DRIVER_H

#include "base/fault.h"
#include "faults.h"

struct faults_operation {
	const char *name;
	/* What is there before; and all of it away. */
	void (*begin)(void);
	void (*end)(void);
	/* It leaves nothing open. */
	enum acme_err (*run)(struct acme_fault *fault);
	/* Is there what a run that has succeeded leaves? */
	bool (*is_done)(void);
	/* What is so after any run; NULL: nothing is known. */
	void (*check)(void);
	/* What the sentence about a failure has to name, with the errno in
	 * words. */
	const char *(*place)(void);
	/* How many descriptors a run loses by others' fault; NULL: none. */
	int (*n_lost)(void);
	const char *or_words; /* that are as good; or NULL */
	/* After the second run its names are those that one or two without
	 * faults leave; NULL: there are no files. */
	const char *(*folder)(void);
	enum faults_where where;
	/* How often the worker wakes the loop depends on who is faster: a call
	 * that was counted may not be made again. */
	bool has_worker;
	/* mbedTLS 3 asks for random bytes where it checks a key. */
	bool checks_keys;
	bool lies; /* calls that change names are made to lie, too */
	/* Fewer, and something is not tried any more. */
	unsigned int n_least;
};

/* It prints how many faults there were, and each that went wrong. */
void faults_try_all(const struct faults_operation *operations, size_t n);

#endif
