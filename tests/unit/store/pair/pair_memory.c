/* SPDX-License-Identifier: MIT */
/*
 * A pair that is read or replaced, while an allocation fails, in each place in
 * turn, or the kernel has no random bytes: it is no bad one for that, and what
 * is given is whole.
 */
#define _DEFAULT_SOURCE /* syscall() */
#include "pair_rig.h"

#include "memory/short_memory.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PLACES_MAX 1000

static bool is_random_gone;

/* In place of the system's, for this program. */
ssize_t
getrandom(void *out, size_t len, unsigned int flags)
{
	if (is_random_gone) {
		errno = ENOSYS;
		return -1;
	}
	return syscall(SYS_getrandom, out, len, flags);
}

/* One check of a key asks for memory in few places, thousands of times. */
static struct {
	uint64_t place;
	size_t nth; /* allocation, the first there */
} firsts[PLACES_MAX];
static size_t n_places;

static void
note_place(size_t nth, uint64_t place)
{
	size_t i;

	for (i = 0; i < n_places && firsts[i].place != place; i++)
		;
	if (i < n_places || n_places == PLACES_MAX)
		return;
	firsts[i].place = place;
	firsts[i].nth = nth;
	n_places++;
}

/* Do ${it} while the nth allocation fails, for the first of each place. */
static void
fail_each_place(void (*it)(size_t nth))
{
	size_t i, n_failed = 0;

	n_places = 0;
	memory_watch(note_place);
	it(0);
	memory_watch(NULL);
	CHECK(n_places > 20 && n_places < PLACES_MAX);
	for (i = 0; i < n_places; i++) {
		it(firsts[i].nth);
		n_failed += memory_has_failed();
	}
	/* Blinded arithmetic takes less memory in one run than in another. */
	CHECK(n_failed > n_places / 2);
}

static void
read_where_it_fails(size_t nth)
{
	struct acme_secret key;
	struct acme_buf chain;
	enum acme_err err;

	memory_fails_at(nth);
	err = read_pair(&chain, &key);
	memory_stops_failing();
	if (err) {
		CHECK_ERR(err, ACME_ERR_MEMORY);
		CHECK_FOR(fault.text, strstr(fault.text, "out of memory"));
		CHECK_INT(chain.len + key.buf.len, 0);
	} else {
		CHECK(acme_span_equal(acme_buf_span(&chain), span(&old.chain)));
		CHECK(acme_span_equal(acme_buf_span(&key.buf), span(&old.key)));
	}
	acme_buf_clear(&chain);
	acme_secret_clear(&key);
}

static void
read_at_start(void)
{
	begin_with_old();
	fail_each_place(read_where_it_fails);
	check_stored("", &old);
	end();
}

/* The one before it is no better. */
static void
read_beside_an_older(void)
{
	begin_with_old();
	folder_put("cert.pem.old.0", span(&renewed.chain), 0600);
	folder_put("key.pem.old.0", span(&renewed.key), 0600);
	fail_each_place(read_where_it_fails);
	check_stored("", &old);
	check_stored(".old.0", &renewed);
	end();
}

static void
check_not_bad(void)
{
	CHECK(!folder_holds("cert.pem.bad"));
	CHECK(!folder_holds("key.pem.bad"));
}

/* What the names lead to is one of the two pairs, whole, at any time. */
static void
check_whole(void)
{
	bool is_old = folder_has("cert.pem", span(&old.chain));

	check_stored("", is_old ? &old : &renewed);
}

static void
replace_where_it_fails(size_t nth)
{
	enum acme_err err;

	begin_with_old();
	memory_fails_at(nth);
	err = commit(ACME_PAIR_LIVE, &renewed);
	memory_stops_failing();
	if (err)
		CHECK_ERR(err, ACME_ERR_MEMORY);
	check_whole();
	check_not_bad();
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	check_stored("", &renewed);
	check_stored(".old.0", &old);
	check_not_bad();
	end();
}

static void
replaced(void)
{
	fail_each_place(replace_where_it_fails);
}

/* mbedTLS 2.28 checks a key without them. */
static void
replaced_without_random_bytes(void)
{
	enum acme_err err;

	begin_with_old();
	is_random_gone = true;
	err = commit(ACME_PAIR_LIVE, &renewed);
	is_random_gone = false;
	if (err)
		CHECK_ERR(err, ACME_ERR_SYSTEM);
	check_not_bad();
	check_stored("", err ? &old : &renewed);
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	check_stored(".old.0", &old);
	end();
}

static const struct test tests[] = {
	TEST(read_at_start),
	TEST(read_beside_an_older),
	TEST(replaced),
	TEST(replaced_without_random_bytes),
};

TEST_MAIN(tests)
