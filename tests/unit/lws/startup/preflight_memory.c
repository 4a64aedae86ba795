/* SPDX-License-Identifier: MIT */
/*
 * A good pair is looked at before lws loads it, while each allocation in turn
 * fails: nothing is moved away for that.
 */
#include "lws/startup/preflight.h"

#include "memory/short_memory.h"
#include "store/file/file.h"
#include "store/folder.h"
#include "test.h"

#define TEXT_MAX  65536
#define TRIES_MAX 10000

static void
put(const char *from, const char *name)
{
	struct acme_secret text = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_fault fault;

	CHECK_OK(acme_file_read_path(from, &text, &fault));
	folder_put(name, acme_buf_span(&text.buf), 0600);
	acme_secret_clear(&text);
}

static void
begin(void)
{
	folder_make();
	put(TEST_DATA "/tls/good.pem", "crt");
	put(TEST_DATA "/tls/leaf.key", "key");
}

/* Both are there, and nothing else. */
static void
check_there(void)
{
	CHECK(folder_holds("crt"));
	CHECK(folder_holds("key"));
	CHECK(!folder_holds("crt.bad"));
	CHECK(!folder_holds("key.bad"));
}

static void
look(void)
{
	char cert[256], key[256];
	const struct acme_store_paths paths = {
		.auth = "", .cert = cert, .key = key, .who = "test"
	};
	struct acme_fault fault;

	snprintf(cert, sizeof(cert), "%s", folder_path("crt"));
	snprintf(key, sizeof(key), "%s", folder_path("key"));
	if (acme_preflight(&paths, NULL, &fault))
		CHECK_FOR(fault.text, strstr(fault.text, "out of memory"));
}

static bool
nth_fails(size_t nth)
{
	memory_fails_at(nth);
	look();
	memory_stops_failing();
	check_there();
	return memory_has_failed();
}

static void
without_memory(void)
{
	size_t nth;

	begin();
	for (nth = 1; nth_fails(nth); nth++)
		CHECK(nth < TRIES_MAX);
	CHECK(nth > 20);
	folder_remove();
}

static const struct test tests[] = {
	TEST(without_memory),
};

TEST_MAIN(tests)
