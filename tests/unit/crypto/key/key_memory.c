/* SPDX-License-Identifier: MIT */
/*
 * A key that is written while memory runs out, at each allocation in turn: it
 * is there to its last line, or it is not there and that is said.
 */
#include "crypto/data.h"
#include "crypto/key/key.h"
#include "crypto/key/key_private.h"
#include "memory/short_memory.h"

#define TRIES_MAX 1000

typedef enum acme_err writer(const struct acme_key *key,
			     struct acme_secret *text);

static struct acme_key *
load(const char *file)
{
	struct acme_buf text = ACME_BUF_INIT(65536);
	struct acme_key *key = NULL;

	data_add(&text, file);
	CHECK_OK(acme_key_from_pem_any(acme_buf_span(&text), &key, NULL));
	acme_buf_clear(&text);
	return key;
}

static void
written_whole_or_not(writer *write, const char *file)
{
	struct acme_secret want = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_secret got = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key = load(file);
	enum acme_err err = ACME_ERR_MEMORY;
	char *buffer;
	size_t n;

	CHECK_OK(write(key, &want));
	/* What it is copied to in the end has memory, so that it is taken for
	 * written where that is all that is looked at. */
	CHECK_OK(acme_buf_reserve(&got.buf, want.buf.len, &buffer));
	for (n = 0; err; n++) {
		CHECK(n < TRIES_MAX);
		memory_lasts(n);
		err = write(key, &got);
		memory_is_enough();
		if (err)
			CHECK_INT(got.buf.len, 0);
	}
	CHECK_SPAN(acme_buf_span(&got.buf), acme_buf_span(&want.buf));
	CHECK(n > 1);
	acme_secret_clear(&got);
	acme_secret_clear(&want);
	acme_key_unref(key);
}

static void
pem(void)
{
	written_whole_or_not(acme_key_to_pem, "p256.pem");
	written_whole_or_not(acme_key_to_pem, "rsa4096.pem");
	/* The text grows for its last line. */
	written_whole_or_not(acme_key_to_pem, "rsa2552.pem");
}

static void
jwk(void)
{
	written_whole_or_not(acme_key_to_jwk, "p256.pem");
	written_whole_or_not(acme_key_to_jwk, "rsa4096.pem");
}

static const struct test tests[] = {
	TEST(pem),
	TEST(jwk),
};

TEST_MAIN(tests)
