/* SPDX-License-Identifier: MIT */
/*
 * A pair is put in place, read, tried, and its key kept, on a system that says
 * no: whoever looks finds the old pair or the new one, and never a half.
 */
#include "driver.h"
#include "store/pair/pair_rig.h"

#include "base/log.h"

static const char *
place(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	path[strlen(path) - 1] = '\0';
	return path;
}

static bool
is_stored(const char *suffix, const struct pem *pem)
{
	char cert[32], key[32];

	snprintf(cert, sizeof(cert), "cert.pem%s", suffix);
	snprintf(key, sizeof(key), "key.pem%s", suffix);
	return folder_has(cert, span(&pem->chain)) &&
	       folder_has(key, span(&pem->key));
}

static enum acme_err
told(enum acme_err err, struct acme_fault *to)
{
	if (err)
		*to = fault;
	return err;
}

static enum acme_err
put_live(struct acme_fault *to)
{
	return told(commit(ACME_PAIR_LIVE, &renewed), to);
}

static enum acme_err
put_next(struct acme_fault *to)
{
	return told(commit(ACME_PAIR_NEXT, &renewed), to);
}

static bool
is_live(void)
{
	return is_stored("", &renewed);
}

static bool
is_next(void)
{
	return is_stored(".upd", &renewed);
}

static void
check_old_or_new(void)
{
	CHECK(is_live() || is_stored("", &old));
	CHECK(!is_live() || is_stored(".old.0", &old));
}

static void
check_old(void)
{
	CHECK(is_stored("", &old));
}

#define PLACED \
	.place = place, .folder = place, .lies = true, .checks_keys = true

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "a pair is replaced", begin_with_old, end, put_live, is_live,
		  check_old_or_new, PLACED, .n_least = 1300 },
		{ "the first pair is put", begin, end, put_live, is_live,
		  PLACED, .n_least = 1000 },
		{ "a pair waits beside another", begin_with_old, end, put_next,
		  is_next, check_old, PLACED, .n_least = 700 },
		{ "the first pair waits", begin, end, put_next, is_next, PLACED,
		  .n_least = 700 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
