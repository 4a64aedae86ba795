/* SPDX-License-Identifier: MIT */
/*
 * What a unit test is written with: checks that say where and what, and a
 * main() that runs the functions of a list.  A failed check ends its test,
 * not the run.
 */
#ifndef TEST_H
#define TEST_H

#include "base/fault.h"
#include "base/span.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

struct test {
	const char *name;
	void (*run)(void);
};

#define TEST(function)              \
	{                           \
#function, function \
	}

/* Where a failed check jumps to; set by TEST_MAIN. */
extern jmp_buf test_failed;

/* What is done before; it may end the process (memory/unit.h). */
extern void test_check_failed(void) __attribute__((weak));

#define TEST_FAIL(...)                                 \
	do {                                           \
		printf("%s:%d: ", __FILE__, __LINE__); \
		printf(__VA_ARGS__);                   \
		printf("\n");                          \
		if (test_check_failed)                 \
			test_check_failed();           \
		longjmp(test_failed, 1);               \
	} while (0)

#define CHECK(condition)                             \
	do {                                         \
		if (!(condition))                    \
			TEST_FAIL("%s", #condition); \
	} while (0)

/* ${label} names the row of a table of cases. */
#define CHECK_FOR(label, condition)                               \
	do {                                                      \
		if (!(condition))                                 \
			TEST_FAIL("%s: %s", (label), #condition); \
	} while (0)

#define CHECK_INT(got, want)                                                  \
	do {                                                                  \
		long long got_ = (long long)(got), want_ = (long long)(want); \
		if (got_ != want_)                                            \
			TEST_FAIL("%s is %lld, not %lld", #got, got_, want_); \
	} while (0)

#define CHECK_SPAN(got, want)                                                \
	do {                                                                 \
		struct acme_span got_ = (got), want_ = (want);               \
		if (!acme_span_equal(got_, want_))                           \
			TEST_FAIL("%s is \"%.*s\", not \"%.*s\"", #got,      \
				  (int)got_.len, got_.data ? got_.data : "", \
				  (int)want_.len,                            \
				  want_.data ? want_.data : "");             \
	} while (0)

#define CHECK_STR(got, want) CHECK_SPAN(acme_span_str(got), acme_span_str(want))

#define CHECK_ERR(got, want)                                                  \
	do {                                                                  \
		enum acme_err got_ = (got), want_ = (want);                   \
		if (got_ != want_)                                            \
			TEST_FAIL("%s is '%s', not '%s'", #got,               \
				  acme_err_name(got_), acme_err_name(want_)); \
	} while (0)

#define CHECK_OK(got) CHECK_ERR(got, ACME_OK)

/* Run ${list}; main()'s result. */
#define TEST_RUN_ALL(list)                                             \
	do {                                                           \
		volatile size_t i, n_failed = 0;                       \
		for (i = 0; i < sizeof(list) / sizeof(*(list)); i++) { \
			if (setjmp(test_failed)) {                     \
				printf("FAILED %s\n", (list)[i].name); \
				n_failed++;                            \
				continue;                              \
			}                                              \
			(list)[i].run();                               \
			printf("ok %s\n", (list)[i].name);             \
		}                                                      \
		return n_failed ? EXIT_FAILURE : EXIT_SUCCESS;         \
	} while (0)

extern int memory_unit_main(const struct test *list, size_t n, int argc,
			    char **argv) __attribute__((weak));

#define TEST_RUN_SHORT(list) \
	memory_unit_main(list, sizeof(list) / sizeof(*(list)), argc, argv)

/* Without arguments all are run; with some, as memory/unit.h says. */
#define TEST_MAIN(list)                              \
	jmp_buf test_failed;                         \
	int main(int argc, char **argv)              \
	{                                            \
		if (argc > 1 && memory_unit_main)    \
			return TEST_RUN_SHORT(list); \
		TEST_RUN_ALL(list);                  \
	}

/* ${of_root} is a test of its own (acme_add_root_test()), and skipped, which is
 * said, where root does not run it. */
#define TEST_MAIN_AND_ROOT(list, of_root)                          \
	jmp_buf test_failed;                                       \
	int main(int argc, char **argv)                            \
	{                                                          \
		if (argc > 2 && memory_unit_main)                  \
			return TEST_RUN_SHORT(list);               \
		if (argc == 1)                                     \
			TEST_RUN_ALL(list);                        \
		if (!geteuid())                                    \
			TEST_RUN_ALL(of_root);                     \
		printf("skipped: only root can be other users\n"); \
		return 77; /* ctest's SKIP_RETURN_CODE */          \
	}

#endif
