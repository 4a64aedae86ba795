/* SPDX-License-Identifier: MIT */
/*
 * Which pair is found among what a crash or an operator left.
 */
#define _DEFAULT_SOURCE /* mkdir(), symlink() */
#include "pair_rig.h"

#include <sys/stat.h>
#include <unistd.h>

static struct pem expired;

static void
put_pair(const struct pem *pem, const char *suffix)
{
	char name[64];

	snprintf(name, sizeof(name), "cert.pem%s", suffix);
	folder_put(name, span(&pem->chain), 0600);
	snprintf(name, sizeof(name), "key.pem%s", suffix);
	folder_put(name, span(&pem->key), 0600);
}

/* The commit of an earlier release: the key is kept, the chain is replaced. */
static void
order_key_is_put_in_place(void)
{
	begin_with_old();
	CHECK_OK(keep_key(&renewed));
	folder_put("cert.pem", span(&renewed.chain), 0600);
	check_read(&renewed);
	check_stored("", &renewed);
	end();
}

static void
order_key_is_read(void)
{
	struct acme_secret key;

	begin_with_old();
	CHECK_ERR(read_order_key(&key), ACME_ERR_NOT_FOUND);
	acme_secret_clear(&key);
	CHECK_OK(keep_key(&renewed));
	CHECK_OK(read_order_key(&key));
	CHECK(acme_span_equal(span(&key), span(&renewed.key)));
	acme_secret_clear(&key);
	check_files(&old, 3);
	end();
}

static enum acme_err
serves_it(struct acme_span chain, struct acme_span key,
	  struct acme_fault *unused)
{
	(void)unused;
	return acme_span_equal(chain, span(&renewed.chain)) &&
			       acme_span_equal(key, span(&old.key))
		       ? ACME_OK
		       : ACME_ERR_INVALID;
}

/* Who serves it may know better than we do what belongs together. */
static void
what_is_served_is_a_pair(void)
{
	struct pem mixed;

	begin();
	mixed = (struct pem){ .key = old.key, .chain = renewed.chain };
	put_pair(&mixed, "");
	is_served = serves_it;
	check_read(&mixed);
	check_files(&mixed, 2);
	folder_put("key.pem", span(&old.chain), 0600); /* none is served */
	check_refused(ACME_ERR_INVALID, "key.pem");
	is_served = NULL;
	end();
}

/* What is there of the pair, and which one is to be found in it. */
static void
finds_the_pair(void)
{
	begin_with_old();
	put_pair(&renewed, ".upd");
	check_read(&renewed);
	check_files(&renewed, 4);
	end();

	begin(); /* only the chain is damaged */
	put_pair(&renewed, ".old.0");
	folder_put("cert.pem", ACME_SPAN(""), 0600);
	folder_put("key.pem", span(&old.key), 0600);
	check_read(&renewed);
	CHECK(folder_has("cert.pem", span(&renewed.chain)));
	CHECK(folder_has("cert.pem.old.0", span(&renewed.chain)));
	CHECK(folder_has("cert.pem.bad", ACME_SPAN("")));
	CHECK(folder_has("key.pem.bad", span(&old.key)));
	end();

	begin(); /* the expired one gives way to one that is not */
	load(TEST_DATA "/tls/expired.pem", &expired.chain);
	folder_put("cert.pem", span(&expired.chain), 0600);
	folder_put("key.pem", span(&old.key), 0600);
	put_pair(&old, ".old.0");
	check_read(&old);
	acme_secret_clear(&expired.chain);
	end();
}

static void
expired_is_better_than_none(void)
{
	begin();
	load(TEST_DATA "/tls/expired.pem", &expired.chain);
	load(TEST_DATA "/tls/leaf.key", &expired.key);
	folder_put("cert.pem", span(&expired.chain), 0600);
	folder_put("key.pem", span(&expired.key), 0600);
	check_read(&expired);
	check_files(&expired, 2);
	acme_secret_clear(&expired.chain);
	acme_secret_clear(&expired.key);
	end();
}

static void
settles_without_room(void)
{
	begin();
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
	promote(4);
	/* A folder where the temporary file goes: it can't be written. */
	CHECK(!mkdir(folder_path("key.pem.tmp"), 0700));
	check_read(&renewed);
	CHECK(!remove(folder_path("key.pem.tmp")));
	CHECK_INT(folder_mode("key.pem") & S_IFMT, S_IFLNK);
	check_stored("", &renewed);
	check_read(&renewed);
	check_files(&renewed, 2);
	end();
}

/* Of whatever a hand or a program puts there, nothing is lost; what it puts
 * there again and again is kept once. */
static void
bad_files_are_kept_under_names_of_their_own(void)
{
	static const char *const rounds[] = { "one", "two", "two", "three" };
	size_t i;

	begin();
	for (i = 0; i < 4; i++) {
		folder_put("cert.pem", acme_span_str(rounds[i]), 0600);
		folder_put("key.pem", span(&old.key), 0600);
		CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
		check_read(&renewed);
	}
	CHECK(folder_has("cert.pem.bad", ACME_SPAN("one")));
	CHECK(folder_has("cert.pem.bad.1", ACME_SPAN("two")));
	CHECK(folder_has("cert.pem.bad.2", ACME_SPAN("three")));
	CHECK(folder_has("key.pem.bad", span(&old.key)));
	check_files(&renewed, 6);
	end();
}

/* A file that lws would take for a good one does not stay. */
static void
half_an_upd_is_moved_away(void)
{
	begin_with_old();
	folder_put("key.pem.upd", span(&renewed.key), 0600);
	check_read(&old);
	check_files(&old, 3);
	CHECK(folder_has("key.pem.upd.bad", span(&renewed.key)));
	end();
}

static void
refusals_to_read(void)
{
	begin();
	check_refused(ACME_ERR_NOT_FOUND, "/cert.pem: is not there");
	folder_put("key.pem", span(&old.key), 0600);
	check_refused(ACME_ERR_INVALID, "/cert.pem is not");
	CHECK(!strncmp(fault.text, "test: /", 7));
	folder_put("cert.pem", span(&renewed.chain), 0600);
	check_refused(ACME_ERR_INVALID, "/cert.pem with ");
	folder_put("key.pem.new", span(&old.key), 0600);
	check_refused(ACME_ERR_INVALID, "/cert.pem with ");
	CHECK(!remove(folder_path("key.pem.new")));
	folder_put("cert.pem", ACME_SPAN("no PEM"), 0600);
	check_refused(ACME_ERR_INVALID, "/cert.pem with ");
	folder_put("cert.pem", ACME_SPAN(""), 0600);
	check_refused(ACME_ERR_INVALID, "/cert.pem with ");
	folder_put("cert.pem", span(&old.chain), 0600);
	folder_put("key.pem", ACME_SPAN(""), 0600);
	check_refused(ACME_ERR_INVALID, "/key.pem: ");
	CHECK(!remove(folder_path("key.pem")));
	check_refused(ACME_ERR_INVALID, "/cert.pem is there, but ");
	CHECK(folder_has("cert.pem", span(&old.chain)));
	/* What a crash leaves of the first pair. */
	CHECK(!remove(folder_path("cert.pem")));
	CHECK(!symlink("key.pem.acme-live/cert.pem", folder_path("cert.pem")));
	check_refused(ACME_ERR_NOT_FOUND, "/cert.pem: is not there");
	end();
}

/* Put ${pem} there with so much text around it, a line each. */
static void
put_in_text(const char *name, struct acme_span pem, size_t len)
{
	static const char line[] = "        Signature Algorithm: none at all\n";
	struct acme_secret text = ACME_SECRET_INIT((size_t)64 * 1024 * 1024);

	while (text.buf.len < len / 2)
		CHECK_OK(acme_buf_add(&text.buf, acme_span_str(line)));
	CHECK_OK(acme_buf_add(&text.buf, pem));
	while (text.buf.len < len)
		CHECK_OK(acme_buf_add(&text.buf, acme_span_str(line)));
	folder_put(name, span(&text), 0600);
	acme_secret_clear(&text);
}

/* Servers skip text, however much it is, so it is skipped here, too. */
static void
text_around_the_blocks(void)
{
	begin();
	put_in_text("cert.pem", span(&old.chain), 300 * 1024);
	put_in_text("key.pem", span(&old.key), 300 * 1024);
	check_read(&old);
	CHECK(!folder_has("cert.pem", span(&old.chain))); /* as it was */
	end();

	begin_with_old();
	put_in_text("cert.pem", span(&old.chain), (size_t)17 * 1024 * 1024);
	check_refused(ACME_ERR_LIMIT, "cert.pem");
	end();
}

/* What is no text. */
static void
too_many_blocks(void)
{
	struct acme_secret chain = ACME_SECRET_INIT(1024 * 1024);

	begin_with_old();
	while (chain.buf.len < 300 * 1024)
		CHECK_OK(acme_buf_add(&chain.buf, span(&old.chain)));
	folder_put("cert.pem", span(&chain), 0600);
	check_refused(ACME_ERR_LIMIT, "its PEM blocks are longer than");
	acme_secret_clear(&chain);
	end();
}

static void
no_block_at_all(void)
{
	begin_with_old();
	put_in_text("cert.pem", ACME_SPAN("no certificate\n"), 300 * 1024);
	check_refused(ACME_ERR_LIMIT, "and has no PEM block");
	end();
}

static const struct test tests[] = {
	TEST(text_around_the_blocks),
	TEST(too_many_blocks),
	TEST(no_block_at_all),
	TEST(order_key_is_put_in_place),
	TEST(order_key_is_read),
	TEST(what_is_served_is_a_pair),
	TEST(finds_the_pair),
	TEST(expired_is_better_than_none),
	TEST(settles_without_room),
	TEST(half_an_upd_is_moved_away),
	TEST(refusals_to_read),
	TEST(bad_files_are_kept_under_names_of_their_own),
};

TEST_MAIN(tests)
