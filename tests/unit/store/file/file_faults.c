/* SPDX-License-Identifier: MIT */
/*
 * A leftover that can't be taken away: of a server that crashed, in a folder
 * where only its owner may remove it, say.  Nothing is written then.
 */
#define _GNU_SOURCE /* syscall() */
#include "store/folder.h"
#include "store/located.h"
#include "test.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OLD ACME_SPAN("what was there")
#define NEW ACME_SPAN("what is new")

static int error; /* of unlinkat() for a temporary file; 0: none */
static unsigned int n_refused;

/* In place of the system's, in this program. */
int
unlinkat(int in, const char *name, int flags)
{
	const char *dot = strrchr(name, '.');

	if (error && dot && !strcmp(dot, ".tmp")) {
		n_refused++;
		errno = error;
		return -1;
	}
	return (int)syscall(SYS_unlinkat, in, name, flags);
}

typedef enum acme_err writer(const char *path, struct acme_span content,
			     struct acme_fault *fault);

static void
check_refused(writer *write, int with, const char *words)
{
	struct acme_fault fault;
	enum acme_err err;

	folder_make();
	folder_put("a.tmp", OLD, 0600);
	n_refused = 0;
	error = with;
	err = write(folder_path("a"), NEW, &fault);
	error = 0;
	CHECK_ERR(err, ACME_ERR_SYSTEM);
	CHECK_FOR(fault.text, strstr(fault.text, words));
	CHECK_INT(n_refused, 1);
	CHECK(folder_has("a.tmp", OLD));
	CHECK_INT(folder_count(), 1);
	/* Once it may be removed, it is. */
	CHECK_OK(write(folder_path("a"), NEW, &fault));
	CHECK(folder_has("a", NEW));
	CHECK_INT(folder_count(), 1);
}

static void
leftover_that_stays(void)
{
	static writer *const writers[] = { located_write, located_create };
	size_t i;

	for (i = 0; i < sizeof(writers) / sizeof(*writers); i++) {
		check_refused(writers[i], EPERM,
			      "/a.tmp: can't be removed: Operation not "
			      "permitted");
		check_refused(writers[i], EROFS,
			      "/a.tmp: can't be removed: Read-only file "
			      "system");
	}
}

/* Somebody else removed it in that moment, which is as good. */
static void
leftover_that_goes(void)
{
	struct acme_fault fault;

	folder_make();
	folder_put("a.tmp", OLD, 0600);
	error = ENOENT;
	CHECK(located_write(folder_path("a"), NEW, &fault));
	error = 0;
	CHECK_FOR(fault.text, strstr(fault.text, "/a.tmp: can't be made: "));
	CHECK(folder_has("a.tmp", OLD));
}

static const struct test tests[] = {
	TEST(leftover_that_stays),
	TEST(leftover_that_goes),
};

TEST_MAIN(tests)
