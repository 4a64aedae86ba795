/* SPDX-License-Identifier: MIT */
/*
 * A swap that fails half-way, as on a full disk: at each of its calls that
 * change names, which says so, or says that it did what it did not.  Success is
 * told only of a pair that is there.
 */
#define _GNU_SOURCE /* syscall() */
#include "pair_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum fault_kind {
	FAILS,
	LIES
};

static enum fault_kind kind;
static int countdown; /* 0: nothing goes wrong any more */
static bool struck;

/* Is it this one?  Then what it returns is in ${result}. */
static bool
goes_wrong(int *result)
{
	if (!countdown || --countdown)
		return false;
	struck = true;
	*result = kind == FAILS ? -1 : 0;
	errno = ENOSPC;
	return true;
}

/* In place of the system's, in this program. */
int
renameat(int from, const char *old_name, int to, const char *new_name)
{
	int result;

	if (goes_wrong(&result))
		return result;
	return (int)syscall(SYS_renameat2, from, old_name, to, new_name, 0);
}

int
symlinkat(const char *target, int folder, const char *name)
{
	int result;

	if (goes_wrong(&result))
		return result;
	return (int)syscall(SYS_symlinkat, target, folder, name);
}

int
linkat(int from, const char *old_name, int to, const char *new_name, int flags)
{
	int result;

	if (goes_wrong(&result))
		return result;
	return (int)syscall(SYS_linkat, from, old_name, to, new_name, flags);
}

int
mkdirat(int folder, const char *name, mode_t mode)
{
	int result;

	if (goes_wrong(&result))
		return result;
	return (int)syscall(SYS_mkdirat, folder, name, mode);
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

/* Whoever looks finds the old pair or the new one, unless he was lied to. */
static void
check_what_is_left(enum acme_err err, const char *suffix, bool has_old)
{
	CHECK(err || is_stored(suffix, &renewed));
	if (has_old && kind == FAILS)
		CHECK(is_stored("", &old) || is_stored("", &renewed));
}

/* false: there is no nth call. */
static bool
nth_goes_wrong(int nth, enum acme_pair_state state, bool has_old)
{
	const char *suffix = state == ACME_PAIR_NEXT ? ".upd" : "";
	enum acme_err err;

	if (has_old)
		begin_with_old();
	else
		begin();
	struck = false;
	countdown = nth;
	err = commit(state, &renewed);
	countdown = 0;
	if (struck && kind == FAILS) {
		CHECK_ERR(err, ACME_ERR_SYSTEM);
		CHECK_FOR(fault.text,
			  strstr(fault.text, ": No space left on device"));
	}
	check_what_is_left(err, suffix, has_old);
	/* It is tried again, once there is room. */
	CHECK_OK(commit(state, &renewed));
	CHECK(is_stored(suffix, &renewed));
	check_read(&renewed);
	end();
	return struck;
}

static void
each_goes_wrong(enum fault_kind how)
{
	static const enum acme_pair_state states[] = { ACME_PAIR_LIVE,
						       ACME_PAIR_NEXT };
	size_t i;
	int nth, with_old;

	kind = how;
	for (i = 0; i < 2; i++)
		for (with_old = 0; with_old < 2; with_old++) {
			for (nth = 1; nth_goes_wrong(nth, states[i], with_old);
			     nth++)
				;
			CHECK(nth > 5);
		}
}

static void
a_call_fails(void)
{
	each_goes_wrong(FAILS);
}

static void
a_call_lies(void)
{
	each_goes_wrong(LIES);
}

static const struct test tests[] = {
	TEST(a_call_fails),
	TEST(a_call_lies),
};

TEST_MAIN(tests)
