/* SPDX-License-Identifier: MIT */
/*
 * Roots that are loaded while memory runs out, at each allocation in turn: all
 * of them are there, or none, and that is said; a root that is left out for
 * want of memory would be a CA that is not trusted.
 */
#define _DEFAULT_SOURCE /* setrlimit() */
#include "memory/short_memory.h"
#include "test.h"
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

static void
loaded_whole_or_not(const char *path, size_t want)
{
	struct acme_trust *trust = NULL;
	enum acme_err err = ACME_ERR_MEMORY;
	struct acme_fault fault;
	size_t n;

	for (n = 0; err; n++) {
		CHECK(n < TRIES_MAX);
		memory_lasts(n);
		err = acme_trust_load(path, &trust, &fault);
		memory_is_enough();
		if (!err)
			break;
		CHECK_ERR(err, ACME_ERR_MEMORY);
		CHECK_FOR(fault.text, strstr(fault.text, "out of memory"));
		CHECK(!trust);
	}
	CHECK_INT(n_roots(trust), want);
	CHECK(n > 0);
	acme_trust_unref(trust);
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
