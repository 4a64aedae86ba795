/* SPDX-License-Identifier: MIT */
#include "memory/unit.h"

#include "memory/each.h"
#include "memory/short_memory.h"

#include <string.h>
#include <unistd.h>

/* A sanitizer's, where there is one: were blocks lost? */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static bool is_short; /* this is such a run */

static int
lost(void)
{
	return __lsan_do_recoverable_leak_check &&
	       __lsan_do_recoverable_leak_check();
}

/* Here the test still holds all that is its own. */
void
test_check_failed(void)
{
	bool expected = is_short && memory_has_failed();

	memory_stops_failing();
	if (!expected)
		return;
	memory_each_note();
	fflush(stdout);
	_exit(lost() ? EXIT_FAILURE : EXIT_SUCCESS);
}

static int
run_short(const void *test)
{
	is_short = true;
	if (setjmp(test_failed))
		return EXIT_FAILURE;
	((const struct test *)test)->run();
	return EXIT_SUCCESS;
}

static size_t
number(const char *text)
{
	return (size_t)strtoul(text, NULL, 10);
}

int
memory_unit_main(const struct test *list, size_t n, int argc, char **argv)
{
	struct memory_each each = { .times = 1 };
	size_t i;

	if (argc == 5) {
		each.most = number(argv[4]);
		for (i = number(argv[2]) % n; i < n; i += number(argv[3]))
			memory_fail_each(&each, list[i].name, run_short,
					 &list[i]);
		return memory_each_report(&each, 0);
	}
	for (i = 0; argc == 3 && i < n; i++)
		if (!strcmp(argv[1], list[i].name))
			return memory_fail_one(number(argv[2]), run_short,
					       &list[i]);
	fprintf(stderr,
		"usage: %s [--memory FIRST STEP MOST]\n"
		"       %s TEST ALLOCATION\n",
		argv[0], argv[0]);
	return 2;
}
