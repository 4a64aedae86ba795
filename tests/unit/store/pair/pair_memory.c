/* SPDX-License-Identifier: MIT */
/*
 * A pair that is read, while each allocation in turn fails: it is no bad one
 * for want of memory, and what is given is whole.
 */
#include "pair_rig.h"

#include "memory/short_memory.h"

#define TRIES_MAX 10000

/* false: there is no nth allocation. */
static bool
nth_fails(size_t nth)
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
	return memory_has_failed();
}

static void
read_at_start(void)
{
	size_t nth;

	begin_with_old();
	for (nth = 1; nth_fails(nth); nth++)
		CHECK(nth < TRIES_MAX);
	CHECK(nth > 20);
	check_stored("", &old);
	end();
}

static const struct test tests[] = {
	TEST(read_at_start),
};

TEST_MAIN(tests)
