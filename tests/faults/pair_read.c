/* SPDX-License-Identifier: MIT */
/*
 * A pair is read, and put in its place where an earlier run left it elsewhere,
 * on a system that says no: what is served is a pair, and none is lost.
 */
#include "driver.h"
#include "store/pair/pair_rig.h"

static struct acme_secret key;
static struct acme_buf chain;

static const char *
place(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	path[strlen(path) - 1] = '\0';
	return path;
}

static void
forget(void)
{
	acme_buf_clear(&chain);
	acme_secret_clear(&key);
}

static void
end_all(void)
{
	forget();
	end();
}

static enum acme_err
told(enum acme_err err, struct acme_fault *to)
{
	if (err)
		*to = fault;
	return err;
}

static enum acme_err
read_it(struct acme_fault *to)
{
	forget();
	return told(read_pair(&chain, &key), to);
}

static bool
is_read(const struct pem *pem)
{
	return acme_span_equal(acme_buf_span(&chain), span(&pem->chain)) &&
	       acme_span_equal(acme_buf_span(&key.buf), span(&pem->key));
}

static bool
is_stored(const char *suffix, const struct pem *pem)
{
	char cert_name[32], key_name[32];

	snprintf(cert_name, sizeof(cert_name), "cert.pem%s", suffix);
	snprintf(key_name, sizeof(key_name), "key.pem%s", suffix);
	return folder_has(cert_name, span(&pem->chain)) &&
	       folder_has(key_name, span(&pem->key));
}

/* Without the newer one, the older may be served, and no half. */
static bool
is_newer_read(void)
{
	return is_read(&renewed) || (faults_n_struck() && is_read(&old));
}

static bool
is_newer_settled(void)
{
	return is_newer_read() &&
	       (faults_n_struck() || is_stored("", &renewed));
}

/* Also what was in place is in place, or was put by. */
static void
check_nothing_lost(void)
{
	CHECK(is_stored("", &renewed) || is_stored(".upd", &renewed));
	CHECK(is_stored("", &old) || is_stored(".old.0", &old));
}

static void
begin_with_renewed(void)
{
	begin();
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
}

static void
check_renewed(void)
{
	CHECK(is_stored("", &renewed));
}

/* As a server without root left it. */
static void
begin_with_next(void)
{
	begin_with_old();
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
}

/* lws has put the key in place, and was killed. */
static void
begin_half_promoted(void)
{
	begin_with_next();
	promote(3);
}

static bool
has(const char *suffix, const struct pem *pem)
{
	char name[32];

	snprintf(name, sizeof(name), "key.pem%s", suffix);
	return folder_has(name, span(&pem->key));
}

static void
check_keys_kept(void)
{
	CHECK(has("", &renewed) || has(".upd", &renewed));
	CHECK(has("", &old) || has(".old.0", &old));
}

/* A crash, or the operator, left a chain that is no key's; and the pair before
 * is there. */
static void
begin_with_bad(void)
{
	begin();
	folder_put("cert.pem", span(&old.chain), 0600);
	folder_put("key.pem", span(&renewed.key), 0600);
	folder_put("cert.pem.old.0", span(&renewed.chain), 0600);
	folder_put("key.pem.old.0", span(&renewed.key), 0600);
}

static bool
holds_chain(const char *name)
{
	return folder_has(name, span(&old.chain));
}

static void
check_bad_kept(void)
{
	CHECK(holds_chain("cert.pem") || holds_chain("cert.pem.bad"));
	CHECK(is_stored(".old.0", &renewed) || is_stored("", &renewed));
}

static enum acme_err
keep_order_key(struct acme_fault *to)
{
	return told(keep_key(&renewed), to);
}

static bool
is_order_key(void)
{
	return folder_has("key.pem.new", span(&renewed.key));
}

static void
check_old(void)
{
	CHECK(is_stored("", &old));
}

static enum acme_err
try_it(struct acme_fault *to)
{
	return told(try_pair(), to);
}

static bool
is_old(void)
{
	return is_stored("", &old);
}

#define PLACED .place = place, .folder = place, .checks_keys = true

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "a pair is read", begin_with_renewed, end_all, read_it,
		  is_newer_read, check_renewed, PLACED, .n_least = 420 },
		{ "a pair that waits is read", begin_with_next, end_all,
		  read_it, is_newer_settled, check_nothing_lost, PLACED,
		  .n_least = 1400 },
		{ "a pair that is half in place is read", begin_half_promoted,
		  end_all, read_it, is_newer_settled, check_keys_kept, PLACED,
		  .n_least = 1300 },
		{ "the pair before a bad one is read", begin_with_bad, end_all,
		  read_it, is_newer_settled, check_bad_kept, PLACED,
		  .or_words = "key.pem: the certificate is not for this key",
		  .n_least = 1000 },
		{ "an order key is kept", begin_with_old, end_all,
		  keep_order_key, is_order_key, check_old, PLACED,
		  .n_least = 270 },
		{ "a pair is tried", begin_with_next, end_all, try_it, is_old,
		  check_nothing_lost, PLACED, .n_least = 580 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
