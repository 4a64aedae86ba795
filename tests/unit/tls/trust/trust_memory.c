/* SPDX-License-Identifier: MIT */
/*
 * Roots that are loaded, while each allocation in turn fails: all of them are
 * there, or none, and that is said; a root that is left out for want of memory
 * would be a CA that is not trusted.
 */
#define _DEFAULT_SOURCE /* setrlimit() */
#include "memory/short_memory.h"
#include "test.h"
#include "tls/trust/trust.h"
#include "tls/trust/trust_private.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#define TRIES_MAX 10000
#define ROOTS	  TEST_DATA "/tls/"

static size_t
n_roots(const struct acme_trust *trust)
{
	const mbedtls_x509_crt *crt;
	size_t n = 0;

	for (crt = &trust->roots; crt; crt = crt->next)
		n++;
	return n;
}

/* false: there is no nth allocation. */
static bool
nth_fails(size_t nth, const char *path, size_t want)
{
	struct acme_trust *trust = NULL;
	struct acme_fault fault;
	enum acme_err err;

	memory_fails_at(nth);
	err = acme_trust_load(path, &trust, &fault);
	memory_stops_failing();
	if (err) {
		CHECK_ERR(err, ACME_ERR_MEMORY);
		CHECK_FOR(fault.text, strstr(fault.text, "out of memory"));
		CHECK(!trust);
	} else {
		CHECK_INT(n_roots(trust), want);
	}
	acme_trust_unref(trust);
	return memory_has_failed();
}

static void
loaded_whole_or_not(const char *path, size_t want)
{
	size_t nth;

	for (nth = 1; nth_fails(nth, path, want); nth++)
		CHECK(nth < TRIES_MAX);
	CHECK(nth > 1);
}

static void
files(void)
{
	loaded_whole_or_not(ROOTS "root.pem", 1);
	loaded_whole_or_not(ROOTS "bundle.pem", 1);
	loaded_whole_or_not(ROOTS "root.der", 1);
}

/* Address space that is left for no file of this size: mmap() fails. */
static enum acme_err
load_in_little_room(const char *path, struct acme_fault *fault)
{
	struct acme_trust *trust = NULL;
	struct rlimit before, little;
	enum acme_err err;

	CHECK(!getrlimit(RLIMIT_AS, &before));
	little = before;
	little.rlim_cur = 1 << 20;
	CHECK(!setrlimit(RLIMIT_AS, &little));
	err = acme_trust_load(path, &trust, fault);
	CHECK(!setrlimit(RLIMIT_AS, &before));
	CHECK(!trust);
	return err;
}

static void
no_room_for_the_file(void)
{
	char path[] = "/tmp/lws-acme-trust-XXXXXX", words[128];
	struct acme_fault fault;
	enum acme_err err;
	int fd = mkstemp(path);

	CHECK(fd >= 0 && !ftruncate(fd, 16777216));
	err = load_in_little_room(path, &fault);
	close(fd);
	unlink(path);
	CHECK_ERR(err, ACME_ERR_MEMORY);
	snprintf(words, sizeof(words), "roots %s: out of memory", path);
	CHECK_STR(fault.text, words);
}

static const struct test tests[] = {
	TEST(files),
	TEST(no_room_for_the_file),
};

TEST_MAIN(tests)
