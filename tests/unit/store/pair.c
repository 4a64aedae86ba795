/* SPDX-License-Identifier: MIT */
/*
 * A key and a chain as one thing, over every moment at which a process may
 * end.
 */
#define _DEFAULT_SOURCE /* mkdir() */
#include "store/pair.h"

#include "folder.h"
#include "store/file.h"
#include "test.h"

#include <sys/stat.h>

#define TEXT_MAX 65536

struct pem {
	struct acme_secret key, chain;
};

static struct pem old, renewed;
static struct acme_pair_paths paths;
static struct acme_fault fault;

static void
load(const char *path, struct acme_secret *text)
{
	*text = (struct acme_secret)ACME_SECRET_INIT(TEXT_MAX);
	CHECK_OK(acme_file_read(path, text, &fault));
}

static struct acme_span
span(const struct acme_secret *text)
{
	return acme_buf_span(&text->buf);
}

/* An empty folder, two pairs in memory. */
static void
begin(void)
{
	static char cert[256], key[256];

	folder_make();
	snprintf(cert, sizeof(cert), "%s", folder_path("cert.pem"));
	snprintf(key, sizeof(key), "%s", folder_path("key.pem"));
	paths = (struct acme_pair_paths){ .cert = cert, .key = key };
	load(TEST_DATA "/transport/good.pem", &old.chain);
	load(TEST_DATA "/transport/leaf.key", &old.key);
	load(TEST_DATA "/transport/renewed.pem", &renewed.chain);
	load(TEST_DATA "/transport/renewed.key", &renewed.key);
}

static void
end(void)
{
	acme_secret_clear(&old.chain);
	acme_secret_clear(&old.key);
	acme_secret_clear(&renewed.chain);
	acme_secret_clear(&renewed.key);
	folder_remove();
}

/* The old pair in its place, as a server that was started finds it. */
static void
begin_with_old(void)
{
	begin();
	folder_put("cert.pem", span(&old.chain), 0600);
	folder_put("key.pem", span(&old.key), 0600);
}

static enum acme_err
read_pair(struct acme_buf *chain, struct acme_secret *key)
{
	*chain = (struct acme_buf)ACME_BUF_INIT(TEXT_MAX);
	*key = (struct acme_secret)ACME_SECRET_INIT(TEXT_MAX);
	return acme_pair_read(&paths, chain, key, &fault);
}

static void
check_read(const struct pem *want)
{
	struct acme_secret key;
	struct acme_buf chain;

	CHECK_OK(read_pair(&chain, &key));
	CHECK(acme_span_equal(acme_buf_span(&chain), span(&want->chain)));
	CHECK(acme_span_equal(span(&key), span(&want->key)));
	acme_buf_clear(&chain);
	acme_secret_clear(&key);
}

static void
check_refused(enum acme_err want, const char *words)
{
	struct acme_secret key;
	struct acme_buf chain;

	CHECK_ERR(read_pair(&chain, &key), want);
	CHECK_FOR(fault.text, strstr(fault.text, words));
	CHECK_INT(chain.len + key.buf.len, 0);
}

static void
check_files(const struct pem *want, unsigned int n_files)
{
	CHECK(folder_has("cert.pem", span(&want->chain)));
	CHECK(folder_has("key.pem", span(&want->key)));
	CHECK_INT(folder_mode("key.pem"), S_IFREG | 0600);
	CHECK_INT(folder_mode("cert.pem"), S_IFREG | 0600);
	CHECK_INT(folder_count(), n_files);
}

static void
first_pair(void)
{
	begin();
	CHECK_OK(acme_pair_keep_key(&paths, span(&old.key), &fault));
	CHECK_INT(folder_mode("key.pem.new"), S_IFREG | 0600);
	CHECK_OK(acme_pair_commit(&paths, span(&old.chain), &fault));
	check_files(&old, 2);
	check_read(&old);
	end();
}

static void
renewal(void)
{
	begin_with_old();
	check_read(&old);
	CHECK_OK(acme_pair_keep_key(&paths, span(&renewed.key), &fault));
	/* The order is under way: the old pair is the one to serve. */
	check_read(&old);
	check_files(&old, 3);
	CHECK_OK(acme_pair_commit(&paths, span(&renewed.chain), &fault));
	check_files(&renewed, 2);
	check_read(&renewed);
	end();
}

static void
crash_between_the_renames(void)
{
	begin_with_old();
	CHECK_OK(acme_pair_keep_key(&paths, span(&renewed.key), &fault));
	CHECK_OK(acme_file_write(paths.cert, span(&renewed.chain), &fault));
	check_read(&renewed);
	check_files(&renewed, 2);
	end();
}

static void
crash_between_the_first_renames(void)
{
	begin();
	CHECK_OK(acme_pair_keep_key(&paths, span(&old.key), &fault));
	CHECK_OK(acme_file_write(paths.cert, span(&old.chain), &fault));
	check_read(&old);
	check_files(&old, 2);
	end();
}

static void
crash_before_the_kept_key_goes(void)
{
	begin_with_old();
	CHECK_OK(acme_pair_keep_key(&paths, span(&old.key), &fault));
	check_read(&old);
	/* The next order keeps another. */
	CHECK_OK(acme_pair_keep_key(&paths, span(&renewed.key), &fault));
	CHECK_OK(acme_pair_commit(&paths, span(&renewed.chain), &fault));
	check_files(&renewed, 2);
	end();
}

static void
recovery_without_room_still_reads(void)
{
	begin();
	folder_put("cert.pem", span(&renewed.chain), 0600);
	folder_put("key.pem", span(&old.key), 0600);
	folder_put("key.pem.new", span(&renewed.key), 0600);
	/* A folder where the temporary file goes: it can't be written. */
	CHECK(!mkdir(folder_path("key.pem.tmp"), 0700));
	check_read(&renewed);
	CHECK(folder_has("key.pem", span(&old.key)));
	CHECK(folder_has("key.pem.new", span(&renewed.key)));
	CHECK(!remove(folder_path("key.pem.tmp")));
	check_read(&renewed);
	check_files(&renewed, 2);
	end();
}

static void
refusals_to_read(void)
{
	begin();
	check_refused(ACME_ERR_NOT_FOUND, "/cert.pem: is not there");
	folder_put("key.pem", span(&old.key), 0600);
	check_refused(ACME_ERR_NOT_FOUND, "/cert.pem: is not there");
	folder_put("cert.pem", span(&renewed.chain), 0600);
	check_refused(ACME_ERR_INVALID, "/key.pem: ");
	folder_put("key.pem.new", span(&old.key), 0600);
	check_refused(ACME_ERR_INVALID, "/key.pem: ");
	CHECK(!remove(folder_path("key.pem.new")));
	CHECK(!remove(folder_path("key.pem")));
	check_refused(ACME_ERR_NOT_FOUND, "/key.pem: is not there");
	end();
}

static void
refusals_to_commit(void)
{
	begin_with_old();
	CHECK_ERR(acme_pair_commit(&paths, span(&renewed.chain), &fault),
		  ACME_ERR_NOT_FOUND);
	CHECK(strstr(fault.text, "/key.pem.new: is not there"));
	CHECK_OK(acme_pair_keep_key(&paths, span(&old.key), &fault));
	CHECK_ERR(acme_pair_commit(&paths, span(&renewed.chain), &fault),
		  ACME_ERR_INVALID);
	check_files(&old, 3);
	end();
}

static const struct test tests[] = {
	TEST(first_pair),
	TEST(renewal),
	TEST(crash_between_the_renames),
	TEST(crash_between_the_first_renames),
	TEST(crash_before_the_kept_key_goes),
	TEST(recovery_without_room_still_reads),
	TEST(refusals_to_read),
	TEST(refusals_to_commit),
};

TEST_MAIN(tests)
