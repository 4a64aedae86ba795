/* SPDX-License-Identifier: MIT */
/*
 * Each allocation of a test fails in turn.  The test runs once in a process of
 * its own, which writes down where memory is asked for, and then once more for
 * each place that is to fail: there, the first time.  A test asks in the same
 * places again and again (one signature is thousands of allocations), and the
 * tests ask in the same places.
 */
#ifndef TEST_MEMORY_EACH_H
#define TEST_MEMORY_EACH_H

#include <stddef.h>

struct memory_each {
	unsigned int times; /* a place fails in so many tests */
	size_t most;	    /* of a test fail, spread over it; 0: all */
	size_t n_asked;	    /* allocations that the tests have */
	size_t n_failed;    /* that failed, in a process each */
	size_t n_wrong;	    /* processes that did not end as they should */
};

/*
 * Run the test ${name} by ${run}, which returns what exit() is given: 0 where
 * all is as it should be, whether an allocation failed or not.  What a process
 * prints is seen where it ends otherwise, or by a signal.
 */
void memory_fail_each(struct memory_each *each, const char *name,
		      int (*run)(const void *test), const void *test);

/* Here and now, where the ${nth} fails; exit()'s argument. */
int memory_fail_one(size_t nth, int (*run)(const void *test), const void *test);

/* Who ends his process himself tells first what it has seen. */
void memory_each_note(void);

/* From now on, places are other ones: something has changed in the test. */
void memory_each_stage(unsigned int stage);

/* Say how many there were; exit()'s argument.  Fewer than ${floor} are an
 * error: the test does not test any more. */
int memory_each_report(const struct memory_each *each, size_t floor);

#endif
