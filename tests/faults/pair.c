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

static void
pair_is_replaced(void)
{
	static const struct faults_operation operation = {
		.name = "a pair is replaced",
		.begin = begin_with_old,
		.end = end,
		.run = put_live,
		.is_done = is_live,
		.check = check_old_or_new,
		.place = place,
		.folder = place,
		.lies = true,
		.n_least = 1300,
	};
	faults_try_all(&operation);
}

static void
first_pair_is_put(void)
{
	static const struct faults_operation operation = {
		.name = "the first pair is put",
		.begin = begin,
		.end = end,
		.run = put_live,
		.is_done = is_live,
		.place = place,
		.folder = place,
		.lies = true,
		.n_least = 1000,
	};
	faults_try_all(&operation);
}

static void
pair_waits_beside(void)
{
	static const struct faults_operation operation = {
		.name = "a pair waits beside another",
		.begin = begin_with_old,
		.end = end,
		.run = put_next,
		.is_done = is_next,
		.check = check_old,
		.place = place,
		.folder = place,
		.lies = true,
		.n_least = 700,
	};
	faults_try_all(&operation);
}

static void
first_pair_waits(void)
{
	static const struct faults_operation operation = {
		.name = "the first pair waits",
		.begin = begin,
		.end = end,
		.run = put_next,
		.is_done = is_next,
		.place = place,
		.folder = place,
		.lies = true,
		.n_least = 700,
	};
	faults_try_all(&operation);
}

static const struct test tests[] = {
	TEST(pair_is_replaced),
	TEST(first_pair_is_put),
	TEST(pair_waits_beside),
	TEST(first_pair_waits),
};

TEST_MAIN(tests)
